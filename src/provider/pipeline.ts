/**
 * What surrounds every request to the provider: its transaction, which ends before the answer is sent; what is recorded with it; and
 * the answer to what went wrong that was not the caller's doing.
 */
import type { Context, Middleware } from 'koa';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Database } from '../database/database';
import { isOutage, isTransactionConflict } from '../database/outage';
import { recordEvents } from '../core/event/record';
import type { UsageRecorder } from '../modules/session';
import { tokenFamilies } from '../modules/token';
import type { UserLock } from '../modules/user';
import { loggable, type Logger } from '../platform/logger';
import { encodeId } from '../platform/type-id';
import { accountIdOf, userIdOf } from './account-id';
import { findToken, type LiveToken } from './adapters/token';
import { clientFacts } from './client-facts';
import { FormError, receiveBody } from './form';
import type { ImpersonationPages } from './impersonation';
import type { Interactions } from './interactions';
import { linkPage } from './links';
import { showPage } from './notices';
import { errorPage } from './pages';
import { oidcPath } from './paths';
import { withoutFacts } from './registration';
import { currentRequest, LocksOutOfOrder } from './request-scope';
import { readLifetimes } from './lifetimes';
import { signingKeys } from './signing-key-repository';

/** How an endpoint that writes holds the user's row: see `UserLock`. */
const transactionOf = (ctx: Context): UserLock | null => oidcPath(ctx.path)?.lock ?? null;

/** The endpoints of which the library asks how long something lasts. */
const ISSUES = /^\/(token|auth(\/.*)?|end-session(\/.*)?)$/;

const NUL = /%00|\0/;

export interface PipelineOptions {
  provider: Provider;
  database: Database;
  logger: Logger;
  interactions: Interactions;
  impersonation: ImpersonationPages;
  usage: UsageRecorder;
}

const TRIES = 4;

/** Of two transactions that got into each other's way, this one has left nothing behind. */
const mayStartOver = (fault: unknown): boolean => fault instanceof LocksOutOfOrder || isTransactionConflict(fault);

/** Comes before the library's own middleware and calls it itself: more than once where two transactions got into each other's way. */
export const pipeline = ({
  provider,
  database,
  logger,
  interactions,
  impersonation,
  usage,
}: PipelineOptions): Middleware => {
  const answer = async (ctx: Context): Promise<void> => {
    if (NUL.test(ctx.url)) return refuse(ctx, 'the request must not contain NUL');
    if (isPage(ctx)) return linkPage(ctx, { impersonation, origin: interactions.origin }) ?? interactions.handle(ctx);
    if (ctx.path === '/jwks' && (ctx.method === 'GET' || ctx.method === 'HEAD')) return sendKeys(ctx, database);
    const lock = transactionOf(ctx);
    if (lock) currentRequest().openTransaction(lock);
    if (lock && ISSUES.test(ctx.path)) await readLifetimes();
    await provider.middleware.at(-1)!(ctx as never, () => Promise.resolve());
    const { retryAfter } = currentRequest();
    if (retryAfter !== undefined) ctx.set('retry-after', String(retryAfter));
    await complete(ctx as unknown as KoaContextWithOIDC, usage);
    if (ctx.status === 404 && ctx.body == null) showNotFound(ctx);
  };

  const attempt = async (ctx: Context): Promise<unknown> => {
    const request = currentRequest();
    try {
      await answer(ctx);
      if (request.fault === undefined) await request.commit();
    } catch (error) {
      request.fault ??= error;
    }
    return request.fault;
  };

  return async (ctx) => {
    const request = currentRequest();
    ctx.set({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    const before = ctx.res.getHeaders();
    try {
      if (ctx.method === 'POST' && (isPage(ctx) || transactionOf(ctx))) await receiveBody(ctx.req);
    } catch (error) {
      if (!(error instanceof FormError)) throw error;
      return refuse(ctx, error.message, error.status);
    }
    let turn: Context = ctx;
    for (let tries = 1; ; tries += 1) {
      const fault = await attempt(turn);
      if (fault === undefined) break;
      await request.rollback();
      takeBack(ctx, before);
      if (tries === TRIES || !mayStartOver(fault)) return showFault(ctx, fault, logger);
      request.startOver();
      turn = provider.createContext(ctx.req, ctx.res);
    }
    if (turn === ctx) return;
    ctx.status = turn.status;
    if (turn.body != null) ctx.body = turn.body;
  };
};

/** Whatever an answer that is not to be given has said already. */
const takeBack = (ctx: Context, headers: ReturnType<Context['res']['getHeaders']>): void => {
  for (const name of ctx.res.getHeaderNames()) ctx.res.removeHeader(name);
  for (const [name, value] of Object.entries(headers)) ctx.res.setHeader(name, value!);
  ctx.res.statusCode = 404;
};

export const isPage = (ctx: Context): boolean => (ctx.req as { isPage?: boolean }).isPage === true;

/** What follows an answer of the library within its transaction. */
const complete = async (ctx: KoaContextWithOIDC, usage: UsageRecorder): Promise<void> => {
  if (!('oidc' in ctx) || ctx.oidc === undefined || currentRequest().fault !== undefined) return;
  const { route } = ctx.oidc;
  if (route === 'token' && ctx.status === 200) await recordIssue(ctx, usage);
  if (route === 'introspection') await describeToken(ctx, usage);
  if (route === 'userinfo' && ctx.status === 200) await touch(ctx.oidc.entities.AccessToken?.jti, usage);
  if (route === 'registration' && ctx.status === 201) ctx.body = withoutFacts(ctx.body);
};

/** One event per token response, in its transaction. */
const recordIssue = async (ctx: KoaContextWithOIDC, usage: UsageRecorder): Promise<void> => {
  const { AccessToken, ClientCredentials, RefreshToken, AuthorizationCode } = ctx.oidc.entities;
  const issued = AccessToken ?? ClientCredentials;
  if (!issued || !ctx.oidc.client) return;
  const facts = clientFacts(ctx.oidc.client);
  const request = currentRequest();
  const userId = AccessToken ? userIdOf(AccessToken.accountId) : null;
  const database = await request.database();
  const family = AccessToken && (await tokenFamilies(database).findOrigin(AccessToken.grantId!));
  const impersonatorId = family?.impersonatorId ?? null;
  await recordEvents(database, request.caller({ userId, impersonatorId, applicationId: facts.applicationId }), [
    {
      type: 'TOKEN_ISSUED',
      userId,
      applicationId: facts.applicationId,
      deviceId: facts.device?.id ?? null,
      sessionId: family?.sessionId ?? null,
      details: {
        grantType: ctx.oidc.params?.grant_type,
        scopes: issued.scope?.split(' ') ?? [],
        ...(issued.aud === undefined ? {} : { resource: issued.aud }),
        refreshToken: RefreshToken !== undefined && (AuthorizationCode ?? AccessToken) !== undefined,
      },
    },
  ]);
  if (family?.sessionId) usage.session(family.sessionId);
  if (family?.deviceLinkId) usage.device(family.deviceLinkId);
  else if (facts.device) usage.installation(facts.device.id);
};

interface IntrospectionAnswer {
  active?: boolean;
  sub?: string;
  username?: string;
  jti?: string;
  act?: { sub: string };
}

/** RFC 7662 §2.2: the name of the user, for people who read it. */
const describeToken = async (ctx: KoaContextWithOIDC, usage: UsageRecorder): Promise<void> => {
  const body = ctx.body as IntrospectionAnswer | undefined;
  if (ctx.status !== 200 || body?.active !== true) return;
  const user = body.sub && currentRequest().users.get(userIdOf(body.sub));
  if (user) body.username = user.username;
  const token = await touch(ctx.oidc.params?.token as string | undefined, usage);
  // What a resource server may write into its logs, and staff can trace.
  if (token) body.jti = encodeId('Token', token.id);
  // RFC 8693 §4.1: who acts in the place of the subject.
  if (token?.impersonatorId) body.act = { sub: accountIdOf(token.impersonatorId) };
};

const touch = async (value: string | undefined, usage: UsageRecorder): Promise<LiveToken | null> => {
  const token = value ? await findToken(value) : null;
  if (!token) return null;
  usage.token(token.id);
  if (token.sessionId) usage.session(token.sessionId);
  if (token.deviceLinkId) usage.device(token.deviceLinkId);
  else if (token.deviceId) usage.installation(token.deviceId);
  return token;
};

/** The keys of every process, each of which may have signed what is to be verified. */
const sendKeys = async (ctx: Context, database: Database): Promise<void> => {
  const keys = await signingKeys(database).listPublished();
  ctx.set('access-control-allow-origin', '*');
  ctx.set('cache-control', 'public, max-age=60');
  ctx.type = 'application/jwk-set+json; charset=utf-8';
  ctx.body = JSON.stringify({ keys });
};

const wantsPage = (ctx: Context): boolean => ctx.accepts('json', 'html') === 'html';

const showNotFound = (ctx: Context): void => {
  if (wantsPage(ctx))
    showPage(
      ctx,
      404,
      errorPage({ title: 'Page not found', message: 'There is nothing at this address.', backUrl: '/' }),
    );
  else {
    ctx.status = 404;
    ctx.body = { error: 'not_found', error_description: 'there is nothing at this address for this method' };
  }
};

const refuse = (ctx: Context, description: string, status = 400): void => {
  if (wantsPage(ctx))
    showPage(ctx, status, errorPage({ title: 'This request cannot be answered', message: description }));
  else {
    ctx.status = status;
    ctx.body = { error: 'invalid_request', error_description: description };
  }
};

/** Says that it went wrong, and nothing of how. */
const showFault = (ctx: Context, fault: unknown, logger: Logger): void => {
  const { requestId } = currentRequest().facts;
  const outage = isOutage(fault);
  if (outage) logger.warn({ requestId, err: loggable(fault) }, 'the provider could not reach the database');
  else logger.error({ requestId, err: loggable(fault) }, 'a request to the provider failed');
  const status = outage ? 503 : 500;
  if (outage) ctx.set('retry-after', '1');
  const message = outage
    ? 'The service cannot reach its database at the moment. Please try again shortly.'
    : 'Something went wrong here. It has been noted.';
  if (wantsPage(ctx))
    return showPage(
      ctx,
      status,
      errorPage({ title: outage ? 'Not available' : 'Something went wrong', message, requestId }),
    );
  ctx.status = status;
  ctx.set('cache-control', 'no-store');
  ctx.body = {
    error: outage ? 'temporarily_unavailable' : 'server_error',
    error_description: outage ? 'the database is not available' : 'an unexpected error occurred',
    request_id: requestId,
  };
};

/** The library answers unexpected errors itself; they are kept for the answer above. */
export const watchFaults = (provider: Provider): void => {
  provider.on('server_error', (_ctx: KoaContextWithOIDC, error: unknown) => void (currentRequest().fault ??= error));
};
