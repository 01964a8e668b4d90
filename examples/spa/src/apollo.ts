/** Apollo Client with the user's token. A token that the service no longer accepts ends the sign-in of this tab. */
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, ServerError } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { possibleTypes } from '@castellan/client';
import type { UserManager } from 'oidc-client-ts';

const isUnauthenticated = (error: unknown): boolean =>
  (ServerError.is(error) && error.statusCode === 401) ||
  (CombinedGraphQLErrors.is(error) &&
    error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED'));

export const createApollo = (uri: string, manager: UserManager): ApolloClient => {
  const authorize = new SetContextLink(async () => {
    const user = await manager.getUser();
    return { headers: { authorization: `Bearer ${user?.access_token}` } };
  });
  const watch = new ErrorLink(({ error }) => {
    if (isUnauthenticated(error)) void manager.removeUser();
  });
  return new ApolloClient({
    link: ApolloLink.from([watch, authorize, new HttpLink({ uri })]),
    // Objects are normalized by type and id. Only interfaces and unions need to be declared.
    cache: new InMemoryCache({ possibleTypes }),
  });
};
