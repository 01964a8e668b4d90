/** Sends pages, among them those that several parts of the provider show. */
import type { Context } from 'koa';
import { errorPage, pageHeaders } from './pages';

type PageContext = Pick<Context, 'set' | 'status' | 'body'>;

export const showPage = (ctx: PageContext, status: number, body: string, formTargets: readonly string[] = []): void => {
  ctx.status = status;
  ctx.set(pageHeaders(formTargets, body.includes('<script src=')));
  ctx.body = body;
};

/** The message of a refusal with the name of the field as the page shows it. */
export const pageMessage = (message: string): string =>
  message.replace(/^`(\w)(\w*)`/, (_, first: string, rest: string) => `The ${first}${rest}`);

const LINK_GONE = {
  title: 'This link no longer works',
  message: 'It has expired, or it was already used or replaced. Ask for a new one.',
};

export const showLinkGone = (ctx: PageContext): void => showPage(ctx, 410, errorPage(LINK_GONE));

const EXPIRED = {
  title: 'This sign-in has expired',
  message: 'It was completed or replaced, or it took too long. Go back to the application and start again.',
  backUrl: '/',
};

export const showExpired = (ctx: PageContext): void => showPage(ctx, 400, errorPage(EXPIRED));

const NOT_FOUND = { title: 'Page not found', message: 'There is no page at this address.', backUrl: '/' };

export const showPageNotFound = (ctx: PageContext): void => showPage(ctx, 404, errorPage(NOT_FOUND));

/** True if the method is allowed; otherwise answers 405. */
export const checkPageMethod = (ctx: Context): boolean => {
  if (['GET', 'HEAD', 'POST'].includes(ctx.method)) return true;
  ctx.set('allow', 'GET, HEAD, POST');
  showPage(ctx, 405, errorPage({ title: 'Method not allowed', message: 'This page only supports GET and POST.' }));
  return false;
};
