/** The pages that links lead to, in mails or elsewhere, and the one that has such a link mailed. Whoever has the link may send their forms: it is in the form, and no cookie is looked at. */
import type { Context } from 'koa';
import { passwordHash, passwordMatches } from '../platform/hash';
import { peopleOf } from '../modules/impersonation';
import { accept, findBySecret, HELD_UP, invitationHeldUpBy, prepare } from '../modules/invitation';
import { checkPassword, hasSecondFactor, isShort, MIN_PASSWORD, MIN_WITH_SECOND_FACTOR } from '../modules/user';
import { findRecovery, recover } from '../modules/password';
import type { ErrorCode } from '../schema/enums';
import { Refusal } from '../schema/errors';
import { confirmByLink, findRegistration } from '../modules/registration';
import { recordEvents } from '../core/event/record';
import { throttle } from '../core/throttle/throttle';
import { addPasskeyByLink } from './add-passkey';
import { forgotPassword, FORGOTTEN_PATH } from './forgotten';
import { FormError, readForm } from './form';
import { IMPERSONATION_PATH, type ImpersonationPages } from './impersonation';
import { keepBrowser } from './known-browser';
import { LOCK_ACCOUNT_PATH, lockAccount } from './lock-account';
import { inWords, showGone, showPage } from './notices';
import {
  acceptedPage,
  confirmedPage,
  confirmPage,
  errorPage,
  invitationPage,
  newPasswordPage,
  passwordSetPage,
} from './pages';
import type { PagePath } from './paths';
import { currentRequest } from './request-scope';
import { MAX_PASSWORD } from './sign-in';
import { Facts, LinkPage } from './link-page';

const TRIES_PER_LINK = 10;

const confirmAddress: LinkPage = async (ctx, link, form) => {
  const request = currentRequest();
  const outside = await request.database();
  const registration = await findRegistration(outside, link);
  if (!registration) return showGone(ctx);
  const { userId, username } = registration;
  const show = (status: number, error?: string): void =>
    showPage(ctx, status, confirmPage({ action: ctx.path, link, username, ...(error ? { error } : {}) }));
  if (!form) return show(200);
  const password = form.get('password') ?? '';
  if (password === '' || password.length > MAX_PASSWORD) return show(400, 'Enter the password.');
  const refusal = await throttle(outside, [
    { what: 'confirm', of: registration.link.id, limit: TRIES_PER_LINK, seconds: 1_800 },
  ]);
  if (refusal) return show(429, refusal.message);
  const caller = request.caller({ userId });
  if (!(await passwordMatches(registration.hash, password))) {
    const details = { cause: 'WRONG_PASSWORD' };
    await recordEvents(outside, request.caller(), [{ type: 'USER_CONFIRMED', outcome: 'FAILURE', userId, details }]);
    return show(401, 'This is not the password of the registration.');
  }
  request.openTransaction('no key update');
  const database = await request.database();
  await request.lockUser(userId);
  if (!(await confirmByLink(database, caller, link, registration.hash))) return showGone(ctx);
  showPage(ctx, 200, confirmedPage({ username }));
};

const LONGEST_FIELD = 320;

const acceptInvitation: LinkPage = async (ctx, link, form) => {
  const request = currentRequest();
  const outside = await request.database();
  const invitation = await findBySecret(outside, link);
  if (!invitation) return showGone(ctx);
  if (!form && (await invitationHeldUpBy(outside, invitation))) return showPage(ctx, 410, errorPage(HELD_UP));
  const typed = (field: string): string | null => form?.get(field)?.trim().slice(0, LONGEST_FIELD) || null;
  const [username, name] = [typed('username') ?? invitation.email, invitation.name ?? typed('name')];
  const show = (status: number, error?: string): void =>
    showPage(
      ctx,
      status,
      invitationPage({
        action: ctx.path,
        link,
        choosesName: invitation.name === null,
        ...(username ? { username } : {}),
        ...(name ? { name } : {}),
        ...(error ? { error } : {}),
      }),
    );
  if (!form) return show(200);
  const password = form.get('password') ?? '';
  if (!username || password === '') return show(400, 'Enter a username and a password.');
  try {
    const acceptance = await prepare(outside, request.caller(), { secret: link, username, name, password });
    request.openTransaction('no key update');
    await accept(await request.database(), request.caller(), acceptance);
    showPage(ctx, 200, acceptedPage({ username }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A username that was taken is no fault of the service.
    request.fault = undefined;
    await request.rollback();
    if (error.code === 'NOT_FOUND') return showGone(ctx);
    if (error.code === 'INVALID_STATE') return showPage(ctx, 410, errorPage(HELD_UP));
    show(STATUS[error.code] ?? 400, inWords(error.message));
  }
};

const STATUS: Partial<Record<ErrorCode, number>> = { RATE_LIMITED: 429, CONFLICT: 409 };

const recoverPassword: LinkPage = async (ctx, link, form, { origin }) => {
  const request = currentRequest();
  const outside = await request.database();
  const recovery = await findRecovery(outside, link);
  if (!recovery) return showGone(ctx);
  const { userId, username, email, name, hash: former } = recovery;
  const secondFactor = await hasSecondFactor(outside, userId);
  const show = (status: number, error?: string): void =>
    showPage(
      ctx,
      status,
      newPasswordPage({
        title: 'Set another password',
        why: 'Wherever you are signed in, you will be signed out.',
        ...{ action: ctx.path, hidden: { name: 'link', value: link }, username, button: 'Set the password' },
        minimum: secondFactor ? MIN_WITH_SECOND_FACTOR : MIN_PASSWORD,
        ...(error ? { error } : {}),
      }),
    );
  if (!form) return show(200);
  const password = form.get('newPassword') ?? '';
  if (password === '') return show(400, 'Enter a new password.');
  const refusal = await throttle(outside, [
    { what: 'recovery', of: recovery.link.id, limit: TRIES_PER_LINK, seconds: 1_800 },
  ]);
  if (refusal) return show(429, refusal.message);
  try {
    checkPassword(password, { names: [username, email, name], secondFactor });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return show(400, inWords(error.message));
  }
  if (await passwordMatches(former, password)) return show(400, 'This is the present password; choose another.');
  const hash = await passwordHash(password);
  request.openTransaction('no key update');
  const database = await request.database();
  const { creator } = recovery.link;
  await request.lockUsers([userId, ...(creator ? peopleOf(creator) : [])]);
  const renewal = { hash, short: isShort(password) };
  if (!(await recover(database, request.caller({ userId }), link, renewal))) return showGone(ctx);
  // Strangers who go on guessing do not keep its owner out of this browser.
  await keepBrowser(ctx, origin.startsWith('https:'), userId);
  showPage(ctx, 200, passwordSetPage({ username }));
};

const PAGES: ReadonlyMap<string, LinkPage> = new Map<PagePath, LinkPage>([
  ['/signin/confirm', confirmAddress],
  ['/signin/invitation', acceptInvitation],
  ['/signin/recovery', recoverPassword],
  ['/signin/add-passkey', addPasskeyByLink],
  [LOCK_ACCOUNT_PATH, lockAccount],
  [FORGOTTEN_PATH, (ctx, _link, form) => forgotPassword(ctx, form)],
]);

/** Null where the address is not that of such a page. */
export const linkPage = (
  ctx: Context,
  { impersonation, ...facts }: Facts & { impersonation: ImpersonationPages },
): Promise<void> | null => {
  if (ctx.path === IMPERSONATION_PATH) return answer(ctx, () => impersonation.handle(ctx));
  const page = PAGES.get(ctx.path);
  return page ? answer(ctx, () => readLink(ctx, page, facts)) : null;
};

const readLink = async (ctx: Context, page: LinkPage, facts: Facts): Promise<void> => {
  const form = ctx.method === 'POST' ? await readForm(ctx.req) : null;
  const given = form ? form.get('link') : ctx.query['link'];
  await page(ctx, typeof given === 'string' ? given : '', form, facts);
};

const answer = async (ctx: Context, page: () => Promise<void>): Promise<void> => {
  if (!['GET', 'HEAD', 'POST'].includes(ctx.method)) {
    ctx.set('allow', 'GET, HEAD, POST');
    return showPage(ctx, 405, errorPage({ title: 'Not possible', message: 'This page takes GET and POST.' }));
  }
  try {
    await page();
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    showPage(ctx, error.status, errorPage({ title: 'The form cannot be read', message: error.message }));
  }
};
