/**
 * The pages that links in mails or elsewhere lead to, and the page that requests such a link. The secret of the link authorizes their forms,
 * which contain it: no cookie is read.
 */
import type { Context } from 'koa';
import { errorPage } from '../pages';
import { FORGOTTEN_PATH, IMPERSONATION_PATH, LOCK_ACCOUNT_PATH, type PagePath, SIGN_UP_PATH } from '../paths';
import { FormError, readForm } from '../request/form';
import { checkPageMethod, showPage } from '../show-page';
import { acceptInvitation } from './accept-invitation';
import { addPasskeyByLink } from './add-passkey';
import { confirmAddress } from './confirm-address';
import { forgotPassword } from './forgot-password';
import type { ImpersonationPages } from './impersonation';
import type { LinkPage, LinkService } from './link-page';
import { lockAccount } from './lock-account';
import { recoverPassword } from './recover-password';
import { signUp } from './sign-up';

const PAGES: ReadonlyMap<string, LinkPage> = new Map<PagePath, LinkPage>([
  ['/signin/confirm', confirmAddress],
  ['/signin/invitation', acceptInvitation],
  ['/signin/recovery', recoverPassword],
  ['/signin/add-passkey', addPasskeyByLink],
  [LOCK_ACCOUNT_PATH, lockAccount],
  [SIGN_UP_PATH, (ctx, _link, form) => signUp(ctx, form)],
  [FORGOTTEN_PATH, (ctx, _link, form) => forgotPassword(ctx, form)],
]);

const FOREIGN = errorPage({ title: (t) => t.errors.formExpiredTitle, message: (t) => t.form.expired });

/** Null if the path is not that of such a page. */
export const linkPage = (
  ctx: Context,
  { impersonation, ...service }: LinkService & { impersonation: ImpersonationPages },
): Promise<void> | null => {
  if (ctx.path === IMPERSONATION_PATH) return answer(ctx, () => impersonation.handle(ctx));
  const page = PAGES.get(ctx.path);
  return page ? answer(ctx, () => readLink(ctx, page, service)) : null;
};

const readLink = async (ctx: Context, page: LinkPage, service: LinkService): Promise<void> => {
  const form = ctx.method === 'POST' ? await readForm(ctx.req) : null;
  const link = form ? form.get('link') : ctx.query['link'];
  await page(ctx, typeof link === 'string' ? link : '', form, service);
};

const answer = async (ctx: Context, page: () => Promise<void>): Promise<void> => {
  if (!(await checkPageMethod(ctx))) return;
  // These forms have no CSRF token. Browsers say where a form was sent from.
  if (ctx.method === 'POST' && ctx.get('sec-fetch-site') === 'cross-site') return showPage(ctx, 403, FOREIGN);
  try {
    await page();
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    await showPage(
      ctx,
      error.status,
      errorPage({ title: (t) => t.errors.formUnreadableTitle, message: (t) => t.errors[error.cause] }),
    );
  }
};
