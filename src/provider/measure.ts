/** Counts what the token and introspection endpoints answered, and tells the log which application asked. */
import type { Context } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { introspections, tokenRequests } from '../platform/metrics';
import { clientFacts } from './client-facts';
import { currentRequest } from './request/request-scope';

const GRANTS = new Set([
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:openid:params:grant-type:ciba',
]);

/** The codes of RFC 6749 and its extensions; none of them repeats what the client sent. */
const ERROR = /^[a-z_]{1,40}$/;

export const measure = (ctx: Context, how: 'answered' | 'failed'): void => {
  const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
  if (!oidc) return;
  if (oidc.client) currentRequest().observed.applicationId = clientFacts(oidc.client)?.applicationId;
  const body = ctx.body as { error?: unknown; active?: unknown } | null | undefined;
  if (oidc.route === 'token') {
    const grant = String(oidc.params?.grant_type);
    const error = String(body?.error ?? 'fault');
    const outcome = how === 'failed' ? 'fault' : ctx.status === 200 ? 'success' : ERROR.test(error) ? error : 'fault';
    tokenRequests.inc({ grant: GRANTS.has(grant) ? grant : 'other', outcome });
  }
  if (oidc.route === 'introspection' && how === 'answered' && ctx.status === 200)
    introspections.inc({ active: String(body?.active === true) });
};
