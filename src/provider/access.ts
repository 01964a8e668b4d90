/** Which clients may introspect (RFC 7662) and revoke (RFC 7009) which tokens. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { type ClientFacts, clientFacts } from './client-facts';

interface AnyToken {
  clientId?: string | undefined;
  aud?: string | string[] | undefined;
  iat?: number | undefined;
}

export interface IntrospectingClient extends Pick<ClientFacts, 'kind' | 'identifier' | 'scopes' | 'registeredAt'> {
  clientId: string;
  authentication: string | undefined;
}

export const mayIntrospect =
  (graphqlUrl: string) =>
  (client: IntrospectingClient, token: AnyToken): boolean => {
    if (client.authentication === 'none') return false;
    if (token.clientId === client.clientId) return true;
    const { kind, identifier, scopes, registeredAt } = client;
    // A token that is older was issued for another resource server, which had the same identifier and was deleted.
    if (kind === 'RESOURCE_SERVER')
      return identifier !== null && token.aud === identifier && (token.iat ?? 0) >= Math.floor(registeredAt);
    const ofService = token.aud === undefined || token.aud === graphqlUrl;
    return kind === 'MACHINE' && ofService && (scopes.includes('admin') || scopes.includes('tokens:introspect'));
  };

/** The same, as the library asks. */
export const introspectionPolicy = (graphqlUrl: string) => {
  const may = mayIntrospect(graphqlUrl);
  return (
    _ctx: KoaContextWithOIDC,
    client: { clientId: string; clientAuthMethod?: string },
    token: AnyToken,
  ): boolean =>
    may({ ...clientFacts(client), clientId: client.clientId, authentication: client.clientAuthMethod }, token);
};

export const mayRevoke = (_ctx: KoaContextWithOIDC, client: { clientId: string }, token: AnyToken): boolean =>
  token.clientId === client.clientId;
