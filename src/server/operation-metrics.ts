/** Counts the root fields of GraphQL operations and how they ended. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../core/context/context';
import { graphqlFields } from '../platform/metrics';
import { PUBLIC_CODES } from './format-error';
import { fieldName, rootFields } from './root-fields';

const outcomeOf = (code: unknown): string => (PUBLIC_CODES.includes(String(code)) ? String(code) : 'fault');

export const operationMetrics: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ operation, document, response }) => {
      if (response.body.kind !== 'single') return;
      const { data, errors } = response.body.singleResult;
      const failed = errors?.[0] && outcomeOf(errors[0].extensions?.['code']);
      // Only valid operations have one, so all names are the schema's.
      if (!operation || !document) return graphqlFields.inc({ field: 'none', outcome: failed ?? 'success' });
      for (const field of rootFields(operation, document)) {
        const value = data?.[field.alias?.value ?? field.name.value] as { errors?: unknown } | null | undefined;
        const refused = operation.operation === 'mutation' && Array.isArray(value?.errors) && value.errors.length > 0;
        graphqlFields.inc({ field: fieldName(field.name.value), outcome: failed ?? (refused ? 'refused' : 'success') });
      }
    },
  }),
};
