/** A long-running query is answered only if its caller has not been revoked in the meantime. Mutations check this themselves. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../core/context/context';
import { reloadPrincipal } from '../core/authority/find-principal';
import { unauthenticated } from '../schema/errors';

const LONG_MS = 1_000;

export const longQueries: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ contextValue }) => {
    const { clock, database, principal } = contextValue;
    const began = clock.now().getTime();
    return {
      willSendResponse: async ({ operation, response }) => {
        if (operation?.operation !== 'query' || principal.tokenId === null) return;
        if (clock.now().getTime() - began < LONG_MS) return;
        if (await reloadPrincipal(database, principal.tokenId)) return;
        const { message, extensions } = unauthenticated();
        response.http.status = 401;
        response.http.headers.set('www-authenticate', 'Bearer error="invalid_token"');
        response.body = { kind: 'single', singleResult: { errors: [{ message, extensions }] } };
      },
    };
  },
};
