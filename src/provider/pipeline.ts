/**
 * Runs every request to the provider: in one transaction, which is committed before the response is sent, and again if two transactions
 * conflicted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Middleware } from 'koa';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Database } from '../database/database';
import { isTransactionConflict } from '../database/outage';
import { Restart } from '../core/mutation/run';
import type { UsageRecorder } from '../modules/session';
import type { UserLock } from '../modules/user';
import type { Logger } from '../platform/logger';
import { limitUserCodes } from './device-flow';
import { FormError, receiveBody } from './request/form';
import type { ImpersonationPages } from './links/impersonation';
import type { Interactions } from './interactions/interactions';
import { linkPage } from './links/links';
import { oidcPath } from './paths';
import { currentRequest, LocksOutOfOrder } from './request/request-scope';
import { readAhead } from './read-ahead';
import { signingKeys } from './signing-key-repository';
import type { SigningKeys } from './signing-keys';
import { completeAnswer } from './complete-answer';
import { measure } from './measure';
import { answerBelow } from './below-base';
import { Unavailable, answerFault, answerInvalidRequest, answerNotFound } from './error-answers';

/** How an endpoint that writes locks the user's row. */
const transactionOf = (ctx: Context): UserLock | null => oidcPath(ctx.path)?.lock ?? null;

/** The endpoints that issue something, for which the library asks for lifetimes. */
const ISSUES = /^\/(token|auth(\/.*)?|device(\/.*)?|end-session(\/.*)?)$/;

const NUL = /%00|\0/;

export interface PipelineOptions {
  provider: Provider;
  database: Database;
  logger: Logger;
  interactions: Interactions;
  impersonation: ImpersonationPages;
  usage: UsageRecorder;
  signing: SigningKeys;
}

const ATTEMPTS = 4;
/** For whoever holds the locks to finish: once, twice, three times as long. */
const PAUSE_MS = 25;

/** The transaction conflicted with another one and was rolled back. */
const mayStartOver = (fault: unknown): boolean =>
  fault instanceof LocksOutOfOrder || fault instanceof Restart || isTransactionConflict(fault);

/** Runs before the library's own middleware and calls it: again after a conflict of transactions. */
export const pipeline = ({
  provider,
  database,
  logger,
  interactions,
  impersonation,
  usage,
  signing,
}: PipelineOptions): Middleware => {
  const answer = async (ctx: Context): Promise<void> => {
    const { failure } = currentRequest();
    if (failure !== undefined) throw failure;
    if (NUL.test(ctx.url)) return answerInvalidRequest(ctx, 'the request must not contain NUL');
    if (isPage(ctx))
      return linkPage(ctx, { provider, impersonation, origin: interactions.origin }) ?? interactions.handle(ctx);
    if (ctx.path === '/jwks' && (ctx.method === 'GET' || ctx.method === 'HEAD')) return sendKeys(ctx, database);
    // The library also serves other spellings of a path, such as `/TOKEN` and `/token/`, which are declared nowhere.
    if (!oidcPath(ctx.path) && !ctx.path.startsWith('/.well-known/')) return answerNotFound(ctx);
    if (await limitUserCodes(ctx, database)) return;
    const lock = transactionOf(ctx);
    if (lock) currentRequest().openTransaction(lock);
    if (signing.problem !== null && ISSUES.test(ctx.path)) throw new Unavailable(signing.problem);
    if (lock && ISSUES.test(ctx.path)) await readAhead(ctx);
    await provider.middleware.at(-1)!(ctx as never, () => Promise.resolve());
    const { retryAfter } = currentRequest();
    if (retryAfter !== undefined) ctx.set('retry-after', String(retryAfter));
    await completeAnswer(ctx as unknown as KoaContextWithOIDC, usage);
    if (ctx.status === 404 && ctx.body == null) answerNotFound(ctx);
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
      if (ctx.method === 'POST' && (isPage(ctx) || transactionOf(ctx))) {
        const body = await receiveBody(ctx.req);
        request.form = new URLSearchParams(isPage(ctx) ? '' : body.toString('utf8'));
      }
    } catch (error) {
      if (!(error instanceof FormError)) throw error;
      return answerInvalidRequest(ctx, error.message, error.status);
    }
    let current: Context = ctx;
    for (let attempts = 1; ; attempts += 1) {
      const fault = await attempt(current);
      if (fault === undefined) break;
      await request.rollback();
      resetResponse(ctx, before);
      if (attempts === ATTEMPTS || !mayStartOver(fault)) {
        measure(current, 'failed');
        return answerFault(ctx, fault, logger);
      }
      request.startOver();
      await sleep(attempts * PAUSE_MS);
      current = provider.createContext(ctx.req, ctx.res);
    }
    measure(current, 'answered');
    if (current !== ctx) {
      ctx.status = current.status;
      if (current.body != null) ctx.body = current.body;
    }
    answerBelow(request.base, ctx.res);
    // An empty answer has no media type. Koa would say `text/plain`, which clients that expect JSON refuse.
    if (ctx.body === '') ctx.remove('content-type');
  };
};

/** Discards what a failed attempt has written to the response. */
const resetResponse = (ctx: Context, headers: ReturnType<Context['res']['getHeaders']>): void => {
  for (const name of ctx.res.getHeaderNames()) ctx.res.removeHeader(name);
  for (const [name, value] of Object.entries(headers)) ctx.res.setHeader(name, value!);
  ctx.res.statusCode = 404;
};

export const isPage = (ctx: Context): boolean => (ctx.req as { isPage?: boolean }).isPage === true;

/** The keys of all processes, any of which may have signed a token. */
const sendKeys = async (ctx: Context, database: Database): Promise<void> => {
  const keys = await signingKeys(database).listPublished();
  ctx.set('access-control-allow-origin', '*');
  ctx.set('cache-control', 'public, max-age=60');
  ctx.type = 'application/jwk-set+json; charset=utf-8';
  ctx.body = JSON.stringify({ keys });
};

/** Refusals that the person sees on a page and the application does not hear of: the log says what was asked. */
const shortened = (text: unknown): string | undefined => (typeof text === 'string' ? text.slice(0, 200) : undefined);
/** The query of an address can contain anything, secrets included. */
const withoutQuery = (uri: unknown): string | undefined => shortened(uri)?.replace(/[?#].*$/s, '');

export const logRefusals = (provider: Provider, logger: Logger): void => {
  provider.on('authorization.error', (ctx: KoaContextWithOIDC, error: { name: string; error_description?: string }) => {
    if (!ON_PAGES.has(error.name)) return;
    const { client_id: clientId, redirect_uri: redirectUri } = (ctx.oidc.params ?? {}) as Record<string, unknown>;
    const { requestId } = currentRequest().facts;
    logger.warn(
      {
        requestId,
        clientId: shortened(clientId),
        redirectUri: withoutQuery(redirectUri),
        reason: error.error_description ?? error.name,
      },
      'an authorization request was refused',
    );
  });
};

const ON_PAGES = new Set(['InvalidClient', 'InvalidRedirectUri']);

/** The library responds to unexpected errors itself. They are kept here, so that the request is rolled back and logged. */
export const watchFaults = (provider: Provider): void => {
  provider.on('server_error', (_ctx: KoaContextWithOIDC, error: unknown) => void (currentRequest().fault ??= error));
};
