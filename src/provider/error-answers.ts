/** Error responses outside of oidc-provider: a page for browsers, JSON for others. They need no database, which may be the cause. */
import type { Context } from 'koa';
import { isOutage } from '../database/outage';
import { QueueFull } from '../platform/concurrency-limit';
import { loggable, type Logger } from '../platform/logger';
import { errorPage } from './pages';
import { currentRequest } from './request/request-scope';
import { plainLookOf } from './request-look';
import { pageNotFound, sendPage } from './show-page';

/** This process cannot do what was asked; others may. The message is for the log. */
export class Unavailable extends Error {}

const wantsPage = (ctx: Context): boolean => ctx.accepts('json', 'html') === 'html';

export const answerNotFound = (ctx: Context): void => {
  if (wantsPage(ctx)) return sendPage(ctx, 404, pageNotFound, plainLookOf(ctx));
  ctx.status = 404;
  ctx.body = { error: 'not_found', error_description: 'nothing at this address supports this method' };
};

export const answerInvalidRequest = (ctx: Context, description: string, status = 400): void => {
  if (wantsPage(ctx)) {
    const page = errorPage({ title: (t) => t.errors.requestTitle, message: () => description });
    return sendPage(ctx, status, page, plainLookOf(ctx));
  }
  ctx.status = status;
  ctx.body = { error: 'invalid_request', error_description: description };
};

/** Logs the failure; the response does not describe it. */
export const answerFault = (ctx: Context, fault: unknown, logger: Logger): void => {
  const { requestId } = currentRequest().facts;
  const unavailable = fault instanceof Unavailable;
  const busy = fault instanceof QueueFull;
  const outage = unavailable || busy || isOutage(fault);
  if (unavailable || busy) logger.warn({ requestId, reason: fault.message }, 'the provider is not available');
  else if (outage) logger.warn({ requestId, err: loggable(fault) }, 'the provider could not reach the database');
  else logger.error({ requestId, err: loggable(fault) }, 'a request to the provider failed');
  const status = outage ? 503 : 500;
  if (outage) ctx.set('retry-after', '1');
  if (wantsPage(ctx)) {
    const page = errorPage({
      title: ({ errors }) => (outage ? errors.unavailableTitle : errors.faultTitle),
      message: ({ errors, refusals }) =>
        busy ? refusals.BUSY({ minutes: 1, field: '' }) : outage ? errors.unavailable : errors.fault,
      requestId,
    });
    return sendPage(ctx, status, page, plainLookOf(ctx));
  }
  ctx.status = status;
  ctx.set('cache-control', 'no-store');
  ctx.body = {
    error: outage ? 'temporarily_unavailable' : 'server_error',
    error_description: busy
      ? 'too many people are signing in at the moment'
      : unavailable
        ? 'this process cannot sign'
        : outage
          ? 'the database is not available'
          : 'an unexpected error occurred',
    request_id: requestId,
  };
};
