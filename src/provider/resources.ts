/** Resource indicators (RFC 8707): the service's own GraphQL endpoint, and applications that are registered as resource servers. */
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { findResourceScopesOf } from '../core/authority/held-roles';
import { applications, MAX_JWT_LIFETIME } from '../modules/application';
import { tokenFamilies } from '../modules/token';
import { clientFacts, isServiceScope } from './client-facts';
import { currentDatabase, currentRequest } from './request/request-scope';
import { subjectOf, subjectOfAccount } from './subject';

const MAX_IDENTIFIER = 2_000;

/** Null if it is unknown or disabled. */
export const findResourceServer = (identifier: string) =>
  currentRequest().recall(`resource:${identifier}`, async () => {
    if (identifier.length > MAX_IDENTIFIER || identifier.includes('\0')) return null;
    return applications(await currentDatabase()).findResourceServer(identifier);
  });

/** What a user gets of the scopes of a resource server: all, or those that a role of theirs gives. */
export const scopesForUser = async (userId: string, identifier: string, scopes: string[]): Promise<string[]> => {
  const server = await findResourceServer(identifier);
  if (!server?.scopesNeedRoles) return scopes;
  const given = await currentRequest().recall(`role scopes:${userId}:${identifier}`, async () =>
    findResourceScopesOf(await currentDatabase(), userId, identifier),
  );
  return scopes.filter((scope) => given.includes(scope));
};

const formatOf = ({
  accessTokenFormat,
  accessTokenLifetime,
}: NonNullable<Awaited<ReturnType<typeof findResourceServer>>>) =>
  accessTokenFormat === 'JWT'
    ? {
        accessTokenFormat: 'jwt' as const,
        accessTokenTTL: accessTokenLifetime ?? MAX_JWT_LIFETIME,
        jwt: { sign: { alg: 'RS256' as const } },
      }
    : {
        accessTokenFormat: 'opaque' as const,
        ...(accessTokenLifetime === null ? {} : { accessTokenTTL: accessTokenLifetime }),
      };

/** Where a family comes from. */
export const originOf = (familyId: string) =>
  currentRequest().recall(`origin:${familyId}`, async () =>
    tokenFamilies(await currentDatabase()).findOrigin(familyId),
  );

/** RFC 8693 §4.1: a JWT names who impersonates its subject, as introspection does for other tokens. */
export const actorClaims = async (
  _ctx: KoaContextWithOIDC,
  { resourceServer, grantId }: { resourceServer?: ResourceServer; grantId?: string },
): Promise<{ act: { sub: string } } | undefined> => {
  if (resourceServer?.accessTokenFormat !== 'jwt' || !grantId) return undefined;
  const origin = await originOf(grantId);
  return origin?.impersonatorId ? { act: { sub: await subjectOf(origin.impersonatorId) } } : undefined;
};

/** The `sub` of a JWT: the library puts the id of the account there. */
export const setSubject = async (
  _ctx: KoaContextWithOIDC,
  { accountId }: { accountId?: string },
  { payload }: { payload: { sub?: string } },
): Promise<void> => {
  if (accountId) payload.sub = await subjectOfAccount(accountId);
};

export const resourceServerInfo =
  (graphqlUrl: string) =>
  async (_ctx: KoaContextWithOIDC, identifier: string, client: object): Promise<ResourceServer> => {
    const facts = clientFacts(client);
    if (identifier === graphqlUrl)
      return {
        ...{ accessTokenFormat: 'opaque', audience: identifier },
        scope: facts.scopes.filter(isServiceScope).join(' '),
      };
    const server = await findResourceServer(identifier);
    const granted = facts.resourceScopes[identifier];
    if (!server || !granted)
      throw new errors.InvalidTarget('the resource is unknown, or was not granted to this application');
    const scopes = server.scopes.filter((scope) => granted.includes(scope));
    return { ...formatOf(server), audience: identifier, scope: scopes.join(' ') };
  };
