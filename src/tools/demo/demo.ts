/** The state that the demo's stories share, and how they call the service. */
import { createHmac } from 'node:crypto';
import { type ClientOptions, OidcError } from '../oidc-flow';
import type { Bootstrap, Graphql } from './api';
import { applications, browsers, type DemoApplication } from './world';

export type ApplicationKey = keyof typeof applications;
export type Browser = keyof typeof browsers;

interface Payload {
  errors: { code: string; message: string }[];
}

export interface KnownApplication {
  id: string;
  clientId: string;
  clientSecret: string | null;
  registrationToken: string | null;
}

/** Created and existing objects by section, for the summary. */
export interface Report {
  part: string;
  made: string[];
  found: string[];
}

const succeed = <T extends Payload>(payload: T): T => {
  if (payload.errors.length > 0) throw new Error(payload.errors.map(({ message }) => message).join('; '));
  return payload;
};

export const SESSION_SCOPES = 'openid profile email offline_access self';

export class Demo {
  readonly issuer: string;
  readonly known = new Map<ApplicationKey, KnownApplication>();
  readonly userIds = new Map<string, string>();

  constructor(
    readonly bootstrap: Bootstrap,
    readonly graphql: Graphql,
  ) {
    this.issuer = bootstrap.issuer;
  }

  /** Differs between services but stays the same for one, so that a second run still knows it. */
  password(username: string): string {
    const digest = createHmac('sha256', this.bootstrap.client.client_secret).update(`demo ${username}`).digest('hex');
    return ['demo', digest.slice(0, 5), digest.slice(5, 10), digest.slice(10, 15)].join('-');
  }

  userId(username: string): string {
    return this.userIds.get(username)!;
  }

  application(key: ApplicationKey): KnownApplication {
    return this.known.get(key)!;
  }

  credentials(username: string, browser?: Browser) {
    return { username, password: this.password(username), userAgent: browser && browsers[browser] };
  }

  async sessionsOf(username: string) {
    const { sessions } = await this.graphql<{
      sessions: { nodes: { id: string; platform: string; status: string; endReason: string | null }[] };
    }>(
      'query Sessions($userId: ID!) { sessions(filter: { userId: $userId }, first: 100) { nodes { id platform status endReason } } }',
      {
        userId: this.userId(username),
      },
    );
    return sessions.nodes;
  }

  async hasSessions(username: string): Promise<boolean> {
    return (await this.sessionsOf(username)).length > 0;
  }

  async hasTokens(filter: Record<string, string>): Promise<boolean> {
    const { tokens } = await this.graphql<{ tokens: { nodes: unknown[] } }>(
      'query Tokens($filter: TokenFilter!) { tokens(filter: $filter, first: 1) { nodes { id } } }',
      { filter },
    );
    return tokens.nodes.length > 0;
  }

  /** Returns the client with its secret. The secret of an existing application cannot be read, so it is rotated. */
  async client(key: ApplicationKey): Promise<ClientOptions & { redirectUri: string }> {
    const application = this.application(key);
    const { kind, redirectUris }: DemoApplication = applications[key];
    if (kind !== 'SPA') {
      application.clientSecret ??= await this.rotate(application.id, 'rotateClientSecret', 'clientSecret');
    }
    return {
      issuer: this.issuer,
      clientId: application.clientId,
      clientSecret: application.clientSecret ?? undefined,
      redirectUri: redirectUris?.[0] ?? '',
    };
  }

  async registrationToken(): Promise<string> {
    const application = this.application('phone');
    return (application.registrationToken ??= await this.rotate(
      application.id,
      'rotateRegistrationToken',
      'registrationToken',
    ));
  }

  private async rotate(applicationId: string, mutation: string, field: string): Promise<string> {
    const rotated = await this.mutate<Record<string, string>>(mutation, { applicationId, reason: 'Demo' }, field);
    return rotated[field]!;
  }

  /** Runs one mutation and throws if it is refused. */
  async mutate<T>(name: string, input: Record<string, unknown>, fields: string, graphql = this.graphql): Promise<T> {
    return succeed(await this.attempt<T>(name, input, fields, graphql));
  }

  /** Runs one mutation and returns its errors, if any. */
  async attempt<T>(
    name: string,
    input: Record<string, unknown>,
    fields: string,
    graphql = this.graphql,
  ): Promise<T & Payload> {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const data = await graphql<Record<string, T & Payload>>(
      `mutation Demo($input: ${type}!) { ${name}(input: $input) { ${fields} errors { code message } } }`,
      { input },
    );
    return data[name]!;
  }

  /** Whether a matching receipt exists; what the demo has ended is not ended again. */
  async hasReceipt(filter: Record<string, unknown>): Promise<boolean> {
    const { revocations } = await this.graphql<{ revocations: { nodes: unknown[] } }>(
      'query Receipts($filter: RevocationFilter!) { revocations(filter: $filter, first: 1) { nodes { id } } }',
      { filter },
    );
    return revocations.nodes.length > 0;
  }
}

export const expectRefusal = async (expected: string, work: Promise<unknown>): Promise<void> => {
  const error = await work.then(
    () => new Error(`expected ${expected}, but the request succeeded`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof OidcError && error.error === expected)) throw error;
};
