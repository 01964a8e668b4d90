/** Puts the path of PUBLIC_URL before redirects, and before the paths of cookies: other services of the host do not get them. */
import type { ServerResponse } from 'node:http';
import { withBase } from '../platform/base-path';

/** `__Host-` is only for cookies of the whole host. */
export const cookiePrefix = (secure: boolean, base: string): string =>
  secure ? (base === '' ? '__Host-' : '__Secure-') : '';

export const answerBelow = (base: string, response: ServerResponse): void => {
  if (base === '') return;
  const location = response.getHeader('location');
  if (typeof location === 'string') response.setHeader('location', withBase(location, base));
  const cookies = response.getHeader('set-cookie');
  if (Array.isArray(cookies))
    response.setHeader(
      'set-cookie',
      cookies.map((cookie) =>
        cookie.replace(/(; path=)([^;]*)/i, (_, name: string, path: string) => name + withBase(path, base)),
      ),
    );
};
