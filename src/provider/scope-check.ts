/** Scopes of a request: names that nothing here knows are errors, not silently left out. */
import { decodeJwt } from 'jose';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { clientFacts, isStaticScope } from './client-facts';

/** Standard scopes of OpenID Connect (Core, section 5.4) that this service has no claims for. Libraries ask for them unprompted. */
const IGNORED = ['address', 'phone'];

const words = (scope: unknown): string[] => (typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []);

/** The scopes as the client sent them: the library has already left out `offline_access`. */
const requestedScopes = (ctx: KoaContextWithOIDC): string[] => {
  const pushed = ctx.oidc.entities.PushedAuthorizationRequest as { request?: string } | undefined;
  if (pushed?.request) return words(decodeJwt(pushed.request)['scope']);
  const sent = (ctx.method === 'POST' ? ctx.oidc.body : ctx.query) as { scope?: unknown } | undefined;
  return words(sent?.scope);
};

/** Throws `invalid_scope` for a scope that neither the service nor a requested resource server has. */
export const checkRequestedScopes = (ctx: KoaContextWithOIDC): void => {
  const ofResources = Object.values(ctx.oidc.resourceServers ?? {}).flatMap(({ scope }) => words(scope));
  const known = new Set([...ofResources, ...IGNORED]);
  const unknown = requestedScopes(ctx).find((scope) => !isStaticScope(scope) && !known.has(scope));
  if (unknown === undefined) return;
  throw new errors.InvalidScope(
    'there is no such scope; a scope of a resource server also needs its `resource` and must be granted to the application',
    unknown,
  );
};

/** An ID token without a code is only sent in the body of a form: an address ends up in histories, logs and referrers. */
const checkFormPost = (params: { response_mode?: unknown }): void => {
  if (params.response_mode !== 'form_post')
    throw new errors.InvalidRequest('response_type=id_token needs response_mode=form_post; or use response_type=code');
};

/**
 * Runs at each authorization request. OIDC Core §11: a provider may grant offline access without `prompt=consent` if the user has consented to it,
 * which the consent page does.
 */
export const amendScopes = (ctx: KoaContextWithOIDC): void => {
  const { client, params } = ctx.oidc;
  const requested = requestedScopes(ctx);
  checkRequestedScopes(ctx);
  if (params?.response_type === 'id_token') return checkFormPost(params);
  if (!requested.includes('offline_access') || !params || !client!.grantTypeAllowed('refresh_token')) return;
  if (!clientFacts(client!).scopes.includes('offline_access')) return;
  const left = new Set(words(params.scope)).add('offline_access');
  params.scope = [...new Set(requested)].filter((scope) => left.has(scope)).join(' ');
};
