/** A long-running query is answered only if its caller has not been revoked in the meantime. Mutations check this themselves. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../core/context/context';
import { reloadPrincipal } from '../core/authority/find-principal';
import { unauthenticated } from '../schema/errors';

const LONG_MS = 1_000;

/** Whether the request of a caller with a token has taken so long that they may have been revoked in the meantime. */
export const tookLong = ({ clock, principal, startedAt }: Context): boolean =>
  principal.tokenId !== null && clock.now().getTime() - startedAt >= LONG_MS;

export const longQueries: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ contextValue }) => ({
    willSendResponse: async ({ operation, response }) => {
      const { database, principal } = contextValue;
      if (operation?.operation !== 'query' || !tookLong(contextValue)) return;
      if (await reloadPrincipal(database, principal.tokenId!)) return;
      const { message, extensions } = unauthenticated();
      response.http.status = 401;
      response.http.headers.set('www-authenticate', 'Bearer error="invalid_token"');
      response.body = { kind: 'single', singleResult: { errors: [{ message, extensions }] } };
    },
  }),
};
