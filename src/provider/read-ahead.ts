/**
 * Reads what the library will ask for one after the other in one round trip: the lifetimes, the client, and the code or refresh token to be used.
 * Whatever is read is remembered for the request, and says nothing until the library has authenticated the client.
 */
import type { Context } from 'koa';
import { findClient } from './adapters/client';
import { findCode } from './adapters/code';
import { findTokenToUse } from './adapters/token';
import { readLifetimes } from './lifetimes';
import { currentRequest } from './request/request-scope';

/** RFC 6749 §2.3.1: the client id as HTTP Basic carries it. */
const basicClientId = (authorization: string): string | null => {
  const encoded = /^basic ([a-z0-9+/]+=*)$/i.exec(authorization)?.[1];
  const name = encoded && Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)[0]!;
  try {
    return name ? decodeURIComponent(name.replaceAll('+', '%20')) : null;
  } catch {
    return null;
  }
};

/** For the endpoints that issue something. */
export const readAhead = async (ctx: Context): Promise<void> => {
  const { form } = currentRequest();
  const fields = ctx.method === 'POST' ? form : new URLSearchParams(ctx.querystring);
  const clientId = fields.get('client_id') ?? basicClientId(ctx.get('authorization'));
  const [code, refreshToken] = [fields.get('code'), fields.get('refresh_token')];
  const grantType = ctx.path === '/token' && clientId ? fields.get('grant_type') : null;
  await Promise.all([
    readLifetimes(),
    ...(clientId ? [findClient(clientId)] : []),
    ...(grantType === 'authorization_code' && code ? [findCode(code)] : []),
    ...(grantType === 'refresh_token' && refreshToken ? [findTokenToUse(refreshToken)] : []),
  ]);
};
