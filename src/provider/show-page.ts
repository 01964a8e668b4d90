/** Sends pages, among them those that several parts of the provider show. */
import type { Context } from 'koa';
import type { Refusal } from '../schema/errors';
import { errorPage, type Look, type Page, renderPage } from './pages';
import { type LookContext, lookOf } from './request-look';
import type { Message, Texts } from './texts';

type PageContext = Pick<Context, 'set' | 'status' | 'body'>;

export const sendPage = (
  ctx: PageContext,
  status: number,
  page: Page,
  look: Look,
  formTargets: readonly string[] = [],
): void => {
  const { body, headers } = renderPage(page, look, formTargets);
  ctx.status = status;
  ctx.set(headers);
  ctx.body = body;
};

export const showPage = async (
  ctx: PageContext & LookContext,
  status: number,
  page: Page,
  formTargets: readonly string[] = [],
): Promise<void> => sendPage(ctx, status, page, await lookOf(ctx), formTargets);

/** What a page says about a refusal. One without a reason is not meant for pages and stays in English. */
export const refusalMessage =
  ({ reason, path, message }: Refusal): Message =>
  ({ refusals, fields }) => {
    if (!reason) return message;
    const name = path?.at(-1) ?? '';
    const field = Object.hasOwn(fields, name) ? fields[name as keyof Texts['fields']] : name;
    return (refusals[reason.is] as (values: object) => string)({ ...reason, field });
  };

export const showLinkGone = (ctx: PageContext & LookContext): Promise<void> =>
  showPage(ctx, 410, errorPage({ title: (t) => t.errors.linkGoneTitle, message: (t) => t.errors.linkGone }));

export const showExpired = (ctx: PageContext & LookContext): Promise<void> =>
  showPage(
    ctx,
    400,
    errorPage({ title: (t) => t.errors.signInExpiredTitle, message: (t) => t.errors.signInExpired, backUrl: '/' }),
  );

export const pageNotFound: Page = errorPage({
  ...{ title: (t) => t.errors.notFoundTitle, message: (t) => t.errors.notFound, backUrl: '/' },
});

export const showPageNotFound = (ctx: PageContext & LookContext): Promise<void> => showPage(ctx, 404, pageNotFound);

/** True if the method is allowed; otherwise answers 405. */
export const checkPageMethod = async (ctx: Context): Promise<boolean> => {
  if (['GET', 'HEAD', 'POST'].includes(ctx.method)) return true;
  ctx.set('allow', 'GET, HEAD, POST');
  await showPage(ctx, 405, errorPage({ title: (t) => t.errors.methodTitle, message: (t) => t.errors.method }));
  return false;
};
