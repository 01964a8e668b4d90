/**
 * What happens in the demo, through the flows that real clients use. Each part looks first whether it has happened, so that a second run adds
 * only what the first one did not come to.
 */
import { createHmac } from 'node:crypto';
import { CookieJar } from '../browser';
import {
  authorize,
  clientCredentials,
  type ClientOptions,
  exchange,
  introspect,
  OidcError,
  refresh,
  registerInstallation,
  signIn,
  signOut,
} from '../oidc-flow';
import { type Bootstrap, DemoError, type Graphql, graphqlAt } from './api';
import { applications, browsers, type DemoApplication, type DemoUser, installations, users } from './world';

type ApplicationKey = keyof typeof applications;
type Browser = keyof typeof browsers;

interface Payload {
  errors: { code: string; message: string }[];
}

interface KnownApplication {
  id: string;
  clientId: string;
  clientSecret: string | null;
  registrationToken: string | null;
}

/** Made and found things by part, for the summary. */
export interface Report {
  part: string;
  made: string[];
  found: string[];
}

const succeed = <T extends Payload>(payload: T): T => {
  if (payload.errors.length > 0) throw new Error(payload.errors.map(({ message }) => message).join('; '));
  return payload;
};

const SESSION_SCOPES = 'openid profile email offline_access self';

export class Demo {
  private readonly issuer: string;
  private readonly known = new Map<ApplicationKey, KnownApplication>();
  private readonly userIds = new Map<string, string>();

  constructor(
    private readonly bootstrap: Bootstrap,
    private readonly graphql: Graphql,
  ) {
    this.issuer = bootstrap.issuer;
  }

  /** Differs from service to service and stays the same for one: a second run can still tell it. */
  password(username: string): string {
    const digest = createHmac('sha256', this.bootstrap.client.client_secret).update(`demo ${username}`).digest('hex');
    return ['demo', digest.slice(0, 5), digest.slice(5, 10), digest.slice(10, 15)].join('-');
  }

  async run(onPart: (report: Report) => void): Promise<void> {
    const parts: [string, (report: Report) => Promise<void>][] = [
      ['people', (report) => this.people(report)],
      ['roles', (report) => this.roles(report)],
      ['applications', (report) => this.applications(report)],
      ['sign-ins', (report) => this.signIns(report)],
      ['staff', (report) => this.staff(report)],
      ['devices', (report) => this.devices(report)],
      ['services', (report) => this.services(report)],
      ['what went wrong', (report) => this.misfortunes(report)],
      ['endings', (report) => this.endings(report)],
    ];
    for (const [part, work] of parts) {
      const report = { part, made: [], found: [] };
      await work(report);
      onPart(report);
    }
  }

  private async people({ made, found }: Report): Promise<void> {
    for (const user of users) {
      const existing = await this.findUser(user);
      if (existing) found.push(user.username);
      else {
        await this.createUser(user);
        made.push(user.username);
      }
    }
  }

  private async findUser({ username }: DemoUser): Promise<string | null> {
    const { user } = await this.graphql<{ user: { id: string; attributes: { demo?: boolean } } | null }>(
      'query Find($username: String!) { user(by: { username: $username }) { id attributes } }',
      { username },
    );
    if (!user) return null;
    if (!user.attributes.demo)
      throw new DemoError(`there is a user ${username} who is not of the demo; run it on a service without him or her`);
    this.userIds.set(username, user.id);
    return user.id;
  }

  private async createUser({ role: _, attributes, ...user }: DemoUser): Promise<void> {
    const { createUser } = await this.graphql<{ createUser: Payload & { user: { id: string } } }>(
      'mutation Create($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code message } } }',
      {
        input: {
          ...user,
          email: `${user.username}@pinewood.example`,
          emailVerified: true,
          attributes: { ...attributes, demo: true },
          password: this.password(user.username),
          reason: 'Demo',
        },
      },
    );
    this.userIds.set(user.username, succeed(createUser).user.id);
  }

  private async roles({ made, found }: Report): Promise<void> {
    for (const { username, role } of users.filter((user) => user.role)) {
      const userId = this.userId(username);
      const { user } = await this.graphql<{ user: { roles: { name: string }[] } }>(
        'query Roles($userId: ID!) { user(by: { id: $userId }) { roles { name } } }',
        { userId },
      );
      if (user.roles.some(({ name }) => name === role)) found.push(`${username} ${role}`);
      else {
        const { assignRole } = await this.graphql<{ assignRole: Payload }>(
          'mutation Assign($input: AssignRoleInput!) { assignRole(input: $input) { errors { code message } } }',
          { input: { userId, role, reason: 'Demo' } },
        );
        succeed(assignRole);
        made.push(`${username} ${role}`);
      }
    }
  }

  private async applications({ made, found }: Report): Promise<void> {
    for (const [key, application] of Object.entries(applications) as [ApplicationKey, DemoApplication][]) {
      const { applications: page } = await this.graphql<{
        applications: { nodes: { id: string; clientId: string; name: string; kind: string }[] };
      }>(
        'query Find($name: String!) { applications(filter: { search: $name }, first: 100) { nodes { id clientId name kind } } }',
        { name: application.name },
      );
      const existing = page.nodes.find(({ name, kind }) => name === application.name && kind === application.kind);
      if (existing) {
        this.known.set(key, { ...existing, clientSecret: null, registrationToken: null });
        found.push(application.name);
      } else {
        this.known.set(key, await this.createApplication(application));
        made.push(application.name);
      }
    }
  }

  private async createApplication(application: DemoApplication): Promise<KnownApplication> {
    const { createApplication: payload } = await this.graphql<{
      createApplication: Payload & Omit<KnownApplication, 'id'> & { application: { id: string; clientId: string } };
    }>(
      `mutation Create($input: CreateApplicationInput!) {
        createApplication(input: $input) { application { id clientId } clientSecret registrationToken errors { code message } }
      }`,
      { input: { ...application, reason: 'Demo' } },
    );
    const { clientSecret, registrationToken } = succeed(payload);
    return { ...payload.application, clientSecret, registrationToken };
  }

  /** People at work in their browsers: several sign-ins each, consents, refreshes, and one refusal to consent. */
  private async signIns(report: Report): Promise<void> {
    const plan: [string, ApplicationKey, Browser][] = [
      ['maria', 'shop', 'safariOnMac'],
      ['maria', 'shop', 'safariOnIphone'],
      ['tomas', 'shop', 'edgeOnWindows'],
      ['chiara', 'shop', 'chromeOnAndroid'],
      ['chiara', 'board', 'chromeOnWindows'],
      ['dmitri', 'board', 'firefoxOnLinux'],
      ['femi', 'board', 'chromeOnAndroid'],
      ['noor', 'shop', 'safariOnIphone'],
      ['noor', 'shop', 'firefoxOnLinux'],
      ['priya', 'shop', 'chromeOnWindows'],
    ];
    for (const username of new Set(plan.map(([name]) => name))) {
      if (await this.hasSessions(username)) {
        report.found.push(username);
        continue;
      }
      for (const [name, key, browser] of plan.filter(([planned]) => planned === username)) {
        const client = await this.client(key);
        const { tokens } = await signIn({ ...client, ...this.credentials(name, browser), scope: SESSION_SCOPES });
        if (tokens.refresh_token && browser !== 'firefoxOnLinux') await refresh(client, tokens.refresh_token);
        report.made.push(`${name} at ${applications[key].name}`);
      }
    }
    if (report.made.some((entry) => entry.startsWith('dmitri'))) {
      const client = await this.client('shop');
      const refused = {
        ...this.credentials('dmitri', 'firefoxOnLinux'),
        scope: SESSION_SCOPES,
        decision: 'deny' as const,
      };
      await expectRefusal('access_denied', authorize({ ...client, ...refused }));
      report.made.push(`dmitri denies consent to ${applications.shop.name}`);
    }
  }

  /** The operator and the helpdesk in the playground; the helpdesk tries what it may not. */
  private async staff(report: Report): Promise<void> {
    const { origin } = new URL(this.issuer);
    const client = { issuer: this.issuer, clientId: 'playground', redirectUri: `${origin}/playground/callback` };
    for (const { username } of users.filter(({ role }) => role)) {
      if (await this.hasSessions(username)) {
        report.found.push(username);
        continue;
      }
      const browser: Browser = username === 'grace' ? 'firefoxOnLinux' : 'edgeOnWindows';
      const { tokens } = await signIn({
        ...client,
        ...this.credentials(username, browser),
        scope: 'openid profile email self admin',
      });
      const asStaff = graphqlAt(this.bootstrap.graphql, tokens.access_token);
      await asStaff('{ users(first: 5, filter: { search: "a" }) { nodes { username latestEvents { type } } } }');
      report.made.push(`${username} in the playground`);
      if (username !== 'henrik') continue;
      const refused = await asStaff(
        'mutation Try($input: DisableUserInput!) { disableUser(input: $input) { errors { code } } }',
        { input: { userId: this.userId('maria'), reason: 'Asked to by phone' } },
      ).then(
        () => false,
        () => true,
      );
      if (!refused) throw new Error('the helpdesk may disable people');
      report.made.push('henrik tries to disable maria and is refused');
    }
  }

  /** Installations register themselves with the registration token; people sign in on them, two on the first. */
  private async devices(report: Report): Promise<void> {
    const { devices } = await this.graphql<{ devices: { nodes: { name: string }[] } }>(
      'query Devices($id: ID!) { devices(filter: { applicationId: $id }, first: 100) { nodes { name } } }',
      { id: this.application('phone').id },
    );
    for (const { installation, users: names } of installations) {
      if (devices.nodes.some(({ name }) => name === installation.device_name)) {
        report.found.push(installation.device_name);
        continue;
      }
      const registered = await registerInstallation(this.issuer, await this.registrationToken(), installation);
      const client = {
        issuer: this.issuer,
        clientId: registered.client_id,
        clientSecret: registered.client_secret,
        redirectUri: applications.phone.redirectUris[0],
      };
      for (const username of names) {
        const { tokens } = await signIn({ ...client, ...this.credentials(username), scope: SESSION_SCOPES });
        await refresh(client, tokens.refresh_token!);
      }
      report.made.push(`${installation.device_name} (${names.join(', ')})`);
    }
  }

  /** A machine in its own right, and a resource server that is shown a person's token. */
  private async services(report: Report): Promise<void> {
    const machine = this.application('report');
    if (await this.hasTokens({ applicationId: machine.id })) report.found.push(applications.report.name);
    else {
      await clientCredentials(await this.client('report'), { scope: 'users:read sessions:read' });
      report.made.push(applications.report.name);
    }

    const { identifier, name } = applications.stock;
    if (await this.hasTokens({ userId: this.userId('femi'), scope: 'stock:read' })) return void report.found.push(name);
    const board = { ...(await this.client('board')), resource: identifier };
    const { tokens } = await signIn({
      ...board,
      ...this.credentials('femi', 'chromeOnWindows'),
      scope: 'openid stock:read',
    });
    const { active } = await introspect(await this.client('stock'), tokens.access_token);
    if (!active) throw new Error(`${name} does not know the token that was issued for it`);
    report.made.push(`${name} introspects a token`);
  }

  private async misfortunes(report: Report): Promise<void> {
    const userId = this.userId('priya');
    const { events } = await this.graphql<{ events: { nodes: unknown[] } }>(
      'query Failed($userId: ID!) { events(filter: { userId: $userId, type: [SIGN_IN_FAILED] }, first: 1) { nodes { id } } }',
      { userId },
    );
    if (events.nodes.length > 0) return void report.found.push('priya’s wrong password');
    const client = await this.client('shop');
    const credentials = { ...this.credentials('priya', 'chromeOnWindows'), password: 'not what I chose' };
    await expectRefusal('sign_in_refused', authorize({ ...client, ...credentials, scope: 'openid' }));
    report.made.push('priya types a wrong password');
  }

  /** A sign-out, a revoked session, and somebody who has left. */
  private async endings(report: Report): Promise<void> {
    const noor = await this.sessionsOf('noor');
    if (noor.some(({ endReason }) => endReason === 'LOGOUT')) report.found.push('noor’s sign-out');
    else {
      const jar = new CookieJar();
      const client = await this.client('shop');
      const options = { ...client, ...this.credentials('noor', 'edgeOnWindows'), scope: SESSION_SCOPES, jar };
      const { id_token: idToken } = await exchange(client, await authorize(options));
      await signOut(this.issuer, jar, {
        id_token_hint: idToken!,
        post_logout_redirect_uri: applications.shop.postLogoutRedirectUris[0],
      });
      report.made.push('noor signs out');
    }

    const maria = await this.sessionsOf('maria');
    if (maria.some(({ endReason }) => endReason === 'REVOKED')) report.found.push('maria’s revoked session');
    else {
      const lost = maria.find(({ platform, status }) => platform === 'IOS' && status === 'ACTIVE') ?? maria[0];
      if (lost) {
        const { revokeSession } = await this.graphql<{ revokeSession: Payload }>(
          'mutation Revoke($input: RevokeSessionInput!) { revokeSession(input: $input) { errors { code message } } }',
          { input: { sessionId: lost.id, reason: 'Phone left on a train', idempotencyKey: `demo ${lost.id}` } },
        );
        succeed(revokeSession);
        report.made.push('a session of maria is revoked');
      }
    }

    // The key makes a repeated run replay the receipt, even where somebody has enabled him again meanwhile.
    const userId = this.userId('tomas');
    const { disableUser } = await this.graphql<{ disableUser: Payload & { revocation: { replayed: boolean } } }>(
      'mutation Disable($input: DisableUserInput!) { disableUser(input: $input) { revocation { replayed } errors { code message } } }',
      { input: { userId, reason: 'Left the company', idempotencyKey: `demo ${userId}` } },
    );
    (succeed(disableUser).revocation.replayed ? report.found : report.made).push('tomas is disabled');
  }

  private userId(username: string): string {
    return this.userIds.get(username)!;
  }

  private application(key: ApplicationKey): KnownApplication {
    return this.known.get(key)!;
  }

  private credentials(username: string, browser?: Browser) {
    return { username, password: this.password(username), userAgent: browser && browsers[browser] };
  }

  private async sessionsOf(username: string) {
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

  private async hasSessions(username: string): Promise<boolean> {
    return (await this.sessionsOf(username)).length > 0;
  }

  private async hasTokens(filter: Record<string, string>): Promise<boolean> {
    const { tokens } = await this.graphql<{ tokens: { nodes: unknown[] } }>(
      'query Tokens($filter: TokenFilter!) { tokens(filter: $filter, first: 1) { nodes { id } } }',
      { filter },
    );
    return tokens.nodes.length > 0;
  }

  /** With its secret, which an application that was found gets anew: nobody can be told the one it has. */
  private async client(key: ApplicationKey): Promise<ClientOptions & { redirectUri: string }> {
    const application = this.application(key);
    const { kind, redirectUris }: DemoApplication = applications[key];
    if (kind !== 'SPA') {
      application.clientSecret ??= await this.rotate(
        application.id,
        'rotateClientSecret',
        'RotateClientSecretInput',
        'clientSecret',
      );
    }
    return {
      issuer: this.issuer,
      clientId: application.clientId,
      clientSecret: application.clientSecret ?? undefined,
      redirectUri: redirectUris?.[0] ?? '',
    };
  }

  private async registrationToken(): Promise<string> {
    const application = this.application('phone');
    return (application.registrationToken ??= await this.rotate(
      application.id,
      'rotateRegistrationToken',
      'RotateRegistrationTokenInput',
      'registrationToken',
    ));
  }

  private async rotate(applicationId: string, mutation: string, inputType: string, field: string): Promise<string> {
    const data = await this.graphql<Record<string, Payload & Record<string, string>>>(
      `mutation Rotate($input: ${inputType}!) { ${mutation}(input: $input) { ${field} errors { code message } } }`,
      { input: { applicationId, reason: 'Demo' } },
    );
    return succeed(data[mutation]!)[field]!;
  }
}

const expectRefusal = async (expected: string, work: Promise<unknown>): Promise<void> => {
  const error = await work.then(
    () => new Error(`expected ${expected}, but it went well`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof OidcError && error.error === expected)) throw error;
};
