/** Counts the root fields of GraphQL operations and how they ended. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../core/context/context';
import { graphqlFields } from '../platform/metrics';
import { PUBLIC_CODES } from './format-error';
import { type RootField, rootFieldsOf } from './root-fields';

type Data = Record<string, unknown> | null | undefined;

const outcomeOf = (code: unknown): string => (PUBLIC_CODES.includes(String(code)) ? String(code) : 'fault');

const isRefused = (value: unknown): boolean => {
  const { errors } = (value ?? {}) as { errors?: unknown };
  return Array.isArray(errors) && errors.length > 0;
};

/** `failed` is the outcome of an operation with errors. */
export const countRootFields = (
  fields: readonly RootField[],
  isMutation: boolean,
  data: Data,
  failed: string | undefined,
): void => {
  for (const { key, field } of fields)
    graphqlFields.inc({
      field,
      outcome: failed ?? (isMutation && isRefused(data?.[key]) ? 'refused' : 'success'),
    });
};

export const operationMetrics: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ operation, document, response }) => {
      if (response.body.kind !== 'single') return;
      const { data, errors } = response.body.singleResult;
      const failed = errors?.[0] && outcomeOf(errors[0].extensions?.['code']);
      // Only valid operations have one, so all names are the schema's.
      if (!operation || !document) return graphqlFields.inc({ field: 'none', outcome: failed ?? 'success' });
      countRootFields(rootFieldsOf(operation, document), operation.operation === 'mutation', data, failed);
    },
  }),
};
