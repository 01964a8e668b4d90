/** The cookie that marks a browser as known to users who signed in with it: one value for each of the last few users. */
import type { Context } from 'koa';
import { KNOWN_DAYS, rememberBrowser } from '../../modules/password';
import { cookiePrefix } from '../below-base';
import { currentDatabase, currentRequest } from '../request/request-scope';

const MAX_USERS = 5;
const VALUE = /^[\w-]{43}$/;
const DAY_MS = 86_400_000;

const nameFor = (secure: boolean): string => `${cookiePrefix(secure, currentRequest().base)}castellan_browser`;

export const browserValues = (ctx: Context, secure: boolean): string[] =>
  (ctx.cookies.get(nameFor(secure), { signed: false }) ?? '')
    .slice(0, 1_000)
    .split('.')
    .filter((value) => VALUE.test(value))
    .slice(0, MAX_USERS);

/** Called in the transaction of a sign-in or a recovery, with the user's row locked. */
export const setBrowserCookie = async (ctx: Context, secure: boolean, userId: string): Promise<void> => {
  const values = browserValues(ctx, secure);
  const { value, others } = await rememberBrowser(await currentDatabase(), values, userId);
  ctx.cookies.set(nameFor(secure), [value, ...others].slice(0, MAX_USERS).join('.'), {
    ...{ httpOnly: true, sameSite: 'lax', secure, signed: false, overwrite: true, path: '/' },
    maxAge: KNOWN_DAYS * DAY_MS,
  });
};
