/**
 * CORS of the endpoints with bearer tokens: applications in a browser may call them from their own origin. Allowed are the origins of the redirect
 * URIs of enabled SPA applications, and `CORS_ORIGINS`. Cookies are never accepted, so an allowed origin gives no authority by itself.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '../database/database';
import { isOutage } from '../database/outage';
import { applications } from '../modules/application';
import type { Clock } from '../platform/clock';
import { sendText } from './http';

/** How long a process remembers the origins of the applications, and how long that an origin is not among them. */
const REMEMBER_MS = 5_000;
const REMEMBER_UNKNOWN_MS = 500;
/** How long a browser remembers a preflight; Chromium's maximum. */
const PREFLIGHT_SECONDS = 7_200;
/** What scripts of another origin may read of an answer. */
const EXPOSED = 'www-authenticate, x-request-id, retry-after, content-disposition';

export interface CorsOptions {
  database: Database;
  clock: Clock;
  /** Origins that are allowed without an application. */
  origins: ReadonlySet<string>;
  publicUrl: string;
}

/** Sets the headers of an answer to another origin. Returns true if it has answered: a preflight. */
export const createCors = ({ database, clock, origins, publicUrl }: CorsOptions) => {
  const own = new URL(publicUrl).origin;
  let known: { origins: ReadonlySet<string>; readAt: number } = { origins: new Set(), readAt: -Infinity };

  /** An application that was just registered is known almost at once, and unknown origins cost two statements a second. */
  const isOfApplication = async (origin: string): Promise<boolean> => {
    const now = clock.now().getTime();
    const isKnown = known.origins.has(origin);
    if (now - known.readAt < (isKnown ? REMEMBER_MS : REMEMBER_UNKNOWN_MS)) return isKnown;
    try {
      known = { origins: new Set(await applications(database).listBrowserOrigins()), readAt: now };
    } catch (error) {
      // The answer says what is wrong; it can be read by those who were known before.
      if (!isOutage(error)) throw error;
    }
    return known.origins.has(origin);
  };

  return async (request: IncomingMessage, response: ServerResponse, methods: string): Promise<boolean> => {
    response.setHeader('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || origin === own) return false;
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    const isAllowed = origins.has(origin) || (await isOfApplication(origin));
    if (!isAllowed) {
      if (isPreflight)
        sendText(
          response,
          403,
          'This origin is not allowed. Add it to the redirect URIs of an application of kind SPA, or to CORS_ORIGINS.',
        );
      return isPreflight;
    }
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', EXPOSED);
    if (!isPreflight) return false;
    response.writeHead(204, {
      'access-control-allow-methods': methods,
      'access-control-allow-headers':
        request.headers['access-control-request-headers'] ?? 'authorization, content-type',
      'access-control-max-age': String(PREFLIGHT_SECONDS),
      vary: 'Origin, Access-Control-Request-Headers',
    });
    response.end();
    return true;
  };
};
