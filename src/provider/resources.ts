/** Resource indicators (RFC 8707): the service's own GraphQL endpoint, and the resource servers that applications are registered as. */
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { clientFacts, isServiceScope } from './client-facts';
import { currentDatabase, currentRequest } from './request-scope';

const MAX_IDENTIFIER = 2_000;

interface ResourceRow {
  name: string;
  scopes: string[];
}

/** Null for one that is unknown or disabled. */
export const findResourceServer = (identifier: string): Promise<ResourceRow | null> =>
  currentRequest().recall(`resource:${identifier}`, async () => {
    if (identifier.length > MAX_IDENTIFIER || identifier.includes('\0')) return null;
    return (await currentDatabase()).one<ResourceRow>(
      `select name, scopes from applications where identifier = $1 and kind = 'RESOURCE_SERVER' and disabled_at is null`,
      [identifier],
    );
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
