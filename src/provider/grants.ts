/** A new grant for each authorization, with the requested scopes that the user's consent covers. */
import type Provider from 'oidc-provider';
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { attributeScopes } from '../modules/application';
import { consents } from '../modules/consent';
import { newId } from '../platform/random';
import { userIdOf } from './account-id';
import { clientFacts, isStaticScope } from './client-facts';
import { CONSENT, type ConsentState, type Scopes } from './consents';
import { currentDatabase, currentRequest } from './request/request-scope';
import { scopesForUser } from './resources';

/** The requested scopes that the client may ask for. */
const requestedScopes = (ctx: KoaContextWithOIDC): Scopes => {
  const { client, requestParamScopes, resourceServers } = ctx.oidc;
  const { scopes: allowed, claims } = clientFacts(client!);
  const requested = [...requestParamScopes].filter(Boolean);
  const scopes = requested.filter((scope) => isStaticScope(scope) && allowed.includes(scope));
  return {
    scopes: [...scopes, ...attributeScopes(claims, scopes)],
    resources: Object.fromEntries(
      Object.entries(resourceServers ?? {}).map(([identifier, server]) => [
        identifier,
        requested.filter((scope) => server.scope.split(' ').includes(scope)),
      ]),
    ),
  };
};

/** The same, with what the roles of the user leave of the scopes of resource servers. */
export const requestedScopesOfUser = async (ctx: KoaContextWithOIDC, userId: string): Promise<Scopes> => {
  const { scopes, resources } = requestedScopes(ctx);
  const limited = Object.entries(resources).map(
    async ([identifier, wanted]) => [identifier, await scopesForUser(userId, identifier, wanted)] as const,
  );
  return { scopes, resources: Object.fromEntries(await Promise.all(limited)) };
};

/** The grant is written with its code: see adapters/family.ts. */
export const loadGrant =
  (provider: () => Provider) =>
  async (ctx: KoaContextWithOIDC): Promise<Grant> => {
    const { client, account, result } = ctx.oidc;
    const facts = clientFacts(client!);
    const userId = userIdOf(account!.accountId);
    const asked = await requestedScopesOfUser(ctx, userId);
    // Otherwise the library would go on asking for consent to what the user cannot have.
    for (const [identifier, scopes] of Object.entries(asked.resources))
      ctx.oidc.resourceServers![identifier]!.scope = scopes.join(' ');
    const standing = await consents(await currentDatabase()).findStanding(userId, facts.applicationId);
    currentRequest().memory.set(CONSENT, Promise.resolve({ asked, standing } satisfies ConsentState));

    const granted: Scopes | null =
      facts.consentMode === 'IMPLICIT' ? asked : facts.consentMode === 'ALWAYS' && !result?.consent ? null : standing;
    const grant = new (provider().Grant)({ accountId: account!.accountId, clientId: client!.clientId });
    grant.jti = newId();
    const scopes = asked.scopes.filter((scope) => granted?.scopes.includes(scope));
    if (scopes.length > 0) grant.addOIDCScope(scopes.join(' '));
    for (const [resource, wanted] of Object.entries(asked.resources)) {
      const covered = wanted.filter((scope) => granted?.resources[resource]?.includes(scope));
      if (covered.length > 0) grant.addResourceScope(resource, covered.join(' '));
    }
    return grant;
  };
