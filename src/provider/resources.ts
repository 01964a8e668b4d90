/** Resource indicators (RFC 8707): the service's own GraphQL endpoint, and applications that are registered as resource servers. */
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { applications } from '../modules/application';
import { clientFacts, isServiceScope } from './client-facts';
import { currentDatabase, currentRequest } from './request/request-scope';

const MAX_IDENTIFIER = 2_000;

/** Null if it is unknown or disabled. */
export const findResourceServer = (identifier: string) =>
  currentRequest().recall(`resource:${identifier}`, async () => {
    if (identifier.length > MAX_IDENTIFIER || identifier.includes('\0')) return null;
    return applications(await currentDatabase()).findResourceServer(identifier);
  });

export const resourceServerInfo =
  (graphqlUrl: string) =>
  async (_ctx: KoaContextWithOIDC, identifier: string, client: object): Promise<ResourceServer> => {
    const facts = clientFacts(client);
    const opaque = { accessTokenFormat: 'opaque' as const, audience: identifier };
    if (identifier === graphqlUrl) return { ...opaque, scope: facts.scopes.filter(isServiceScope).join(' ') };
    const server = await findResourceServer(identifier);
    const granted = facts.resourceScopes[identifier];
    if (!server || !granted) throw new errors.InvalidTarget();
    const scopes = server.scopes.filter((scope) => granted.includes(scope));
    return { ...opaque, scope: scopes.join(' ') };
  };
