/** The cookie by which a browser is known in which somebody has signed in: one value for each of the last few people. */
import type { Context } from 'koa';
import { KNOWN_DAYS, rememberBrowser } from '../modules/password';
import { currentDatabase } from './request-scope';

const PEOPLE = 5;
const VALUE = /^[\w-]{43}$/;
const DAY_MS = 86_400_000;

const nameFor = (secure: boolean): string => (secure ? '__Host-castellan_browser' : 'castellan_browser');

export const browserValues = (ctx: Context, secure: boolean): string[] =>
  (ctx.cookies.get(nameFor(secure), { signed: false }) ?? '')
    .slice(0, 1_000)
    .split('.')
    .filter((value) => VALUE.test(value))
    .slice(0, PEOPLE);

/** Within the transaction of a sign-in, or of whatever else has shown that the account is theirs, and under its lock of the user's row. */
export const keepBrowser = async (ctx: Context, secure: boolean, userId: string): Promise<void> => {
  const values = browserValues(ctx, secure);
  const { value, others } = await rememberBrowser(await currentDatabase(), values, userId);
  ctx.cookies.set(nameFor(secure), [value, ...others].slice(0, PEOPLE).join('.'), {
    ...{ httpOnly: true, sameSite: 'lax', secure, signed: false, overwrite: true, path: '/' },
    maxAge: KNOWN_DAYS * DAY_MS,
  });
};
