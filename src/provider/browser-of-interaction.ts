/**
 * An interaction belongs to the browser in which it began. Its id is in the address of its pages, so in histories and logs, and the library's
 * cookies hold no more than that. So the browser gets another cookie, which nobody can derive from the address.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';

interface Interaction {
  uid: string;
  /** Secret, and never shown. */
  cid: string;
}

const COOKIE = 'castellan_sign_in';
const HOUR_MS = 3_600_000;

const proofOf = ({ uid, cid }: Interaction): string =>
  createHmac('sha256', cid).update(`browser ${uid}`).digest('base64url');

/** `paths` are the addresses of its pages and where it is resumed. */
export const bindToBrowser = (
  ctx: Pick<Context, 'cookies'>,
  interaction: Interaction,
  { paths, secure }: { paths: string[]; secure: boolean },
): void => {
  const [httpOnly, sameSite, signed, maxAge] = [true, 'lax', false, HOUR_MS] as const;
  for (const path of paths)
    ctx.cookies.set(COOKIE, proofOf(interaction), { httpOnly, sameSite, signed, secure, maxAge, path });
};

export const isInItsBrowser = (ctx: Pick<Context, 'cookies'>, interaction: Interaction): boolean => {
  const expected = Buffer.from(proofOf(interaction));
  const actual = Buffer.from(ctx.cookies.get(COOKIE, { signed: false }) ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
};
