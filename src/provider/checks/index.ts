/**
 * Answers introspection and userinfo requests before koa and oidc-provider run: with one statement, and with the same bytes. Only answers that need
 * nothing more are given here; every error and all that is rare is left to the library. See docs/decisions/0038-checks-before-the-library.md.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Database } from '../../database/database';
import type { UsageRecorder } from '../../modules/session';
import { tokenChecks } from '../../modules/token';
import type { Clock } from '../../platform/clock';
import { secretHash } from '../../platform/hash';
import { introspections } from '../../platform/metrics';
import { mayIntrospect } from '../access';
import type { Payload } from '../adapters/adapter';
import { noteUse } from '../checked-token';
import { authenticated, INACTIVE, introspectionOf } from './introspection';
import { readIntrospection, readUserinfo } from './request';
import { userinfoBy } from './userinfo';

/** What the log says about the request. */
interface Observed {
  applicationId?: string | null;
}

export interface ChecksOptions {
  provider: Provider;
  publicUrl: string;
  database: Database;
  usage: UsageRecorder;
  clock: Clock;
}

/** Those of every answer of the two endpoints, in the order in which the library sets them. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  Vary: 'Origin',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'WWW-Authenticate',
  'cache-control': 'no-store',
  'Content-Type': 'application/json; charset=utf-8',
};

const send = (res: ServerResponse, answer: object): void => {
  const body = JSON.stringify(answer);
  res.writeHead(200, { ...HEADERS, 'Content-Length': Buffer.byteLength(body) });
  res.end(body);
};

export class Checks {
  private readonly policy: { may: ReturnType<typeof mayIntrospect>; issuer: string };
  private readonly userinfo: ReturnType<typeof userinfoBy>;

  constructor(private readonly options: ChecksOptions) {
    const { provider, publicUrl } = options;
    this.policy = { may: mayIntrospect(`${publicUrl}/graphql`), issuer: provider.issuer };
    this.userinfo = userinfoBy(provider);
  }

  /** False if the library has to answer. Throws if the database cannot. */
  async answer(req: IncomingMessage, res: ServerResponse, observed: Observed): Promise<boolean> {
    if (req.url === '/oidc/introspect') return this.introspect(req, res, observed);
    if (req.url === '/oidc/userinfo') return this.describeUser(req, res, observed);
    return false;
  }

  /** In whole seconds. */
  private now(): number {
    return Math.floor(this.options.clock.now().getTime() / 1_000);
  }

  private async introspect(req: IncomingMessage, res: ServerResponse, observed: Observed): Promise<boolean> {
    const asked = await readIntrospection(req);
    if (!asked) return false;
    const { database, usage } = this.options;
    const found = await tokenChecks(database).findForClient<Payload>(secretHash(asked.token), asked.clientId);
    const client = found && authenticated(asked.clientId, found.client, asked.secret);
    if (!client) return false;
    const answer = introspectionOf(found.token, client, { ...this.policy, now: this.now() });
    if (!answer) return false;
    observed.applicationId = found.client[0];
    if (answer !== INACTIVE) noteUse(usage, found.token!);
    introspections.inc({ active: String(answer !== INACTIVE) });
    send(res, answer);
    return true;
  }

  private async describeUser(req: IncomingMessage, res: ServerResponse, observed: Observed): Promise<boolean> {
    const value = readUserinfo(req);
    if (value === null) return false;
    const { database, usage } = this.options;
    const token = await tokenChecks(database).findWithUser<Payload>(secretHash(value));
    const claims = token && (await this.userinfo(database, token, this.now()));
    if (!claims) return false;
    observed.applicationId = token.applicationId;
    noteUse(usage, token);
    send(res, claims);
    return true;
  }
}
