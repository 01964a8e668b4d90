/** The pages that links in mails lead to. Whoever has the link may send their forms: it is in the form, and no cookie is looked at. */
import type { Context } from 'koa';
import { passwordMatches } from '../platform/hash';
import { confirmByLink, findRegistration } from '../modules/registration/confirm';
import { recordEvents } from '../modules/event/record';
import { throttle } from '../modules/throttle';
import { FormError, readForm } from './form';
import { showPage } from './notices';
import { confirmedPage, confirmPage, errorPage } from './pages';
import { currentRequest } from './request-scope';
import { MAX_PASSWORD } from './sign-in';

const GONE = 'It was used or replaced already, or it has expired. Ask for a new one.';

const showGone = (ctx: Context): void =>
  showPage(ctx, 410, errorPage({ title: 'This link works no longer', message: GONE }));

/** A page of its own, in what it is told of the link and, where it was sent, the form. */
type LinkPage = (ctx: Context, link: string, form: Map<string, string> | null) => Promise<void>;

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

const PAGES = new Map<string, LinkPage>([['/signin/confirm', confirmAddress]]);

/** Null where the address is not that of such a page. */
export const linkPage = (ctx: Context): Promise<void> | null => {
  const page = PAGES.get(ctx.path);
  return page ? answer(ctx, page) : null;
};

const answer = async (ctx: Context, page: LinkPage): Promise<void> => {
  if (!['GET', 'HEAD', 'POST'].includes(ctx.method)) {
    ctx.set('allow', 'GET, HEAD, POST');
    return showPage(ctx, 405, errorPage({ title: 'Not possible', message: 'This page takes GET and POST.' }));
  }
  try {
    const form = ctx.method === 'POST' ? await readForm(ctx.req) : null;
    const given = form ? form.get('link') : ctx.query['link'];
    await page(ctx, typeof given === 'string' ? given : '', form);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    showPage(ctx, error.status, errorPage({ title: 'The form cannot be read', message: error.message }));
  }
};
