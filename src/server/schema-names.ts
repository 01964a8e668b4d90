/** Where introspection is restricted to staff, errors must not reveal the schema to others: a message may only contain names that the caller sent. */
import { type ASTNode, GraphQLError } from 'graphql';

const WORD = /[_A-Za-z][_0-9A-Za-z]*/g;
/** How messages quote a name: graphql-js uses quotation marks, the service also uses backticks. */
const QUOTED = /"[^"]*"|`[^`]*`|'[^']*'/g;

export interface SentRequest {
  query?: string | undefined;
  operationName?: string | undefined;
  variables?: unknown;
}

const wordsOf = (text: string): string[] => text.match(WORD) ?? [];

const sentWords = ({ query, operationName, variables }: SentRequest): Set<string> =>
  new Set(wordsOf(`${query ?? ''} ${operationName ?? ''} ${JSON.stringify(variables ?? null)}`));

/** The name in the request that an error is about. */
const nameAt = (node: ASTNode | undefined): string | null => {
  const { variable, name } = (node ?? {}) as { variable?: { name?: { value: string } }; name?: { value: string } };
  if (variable?.name) return `$${variable.name.value}`;
  return name?.value ?? null;
};

/** The message if the caller sent all names in it; otherwise one that only says where the mistake is. */
export const withoutSchemaNames = (message: string, error: unknown, sent: SentRequest): string => {
  const words = sentWords(sent);
  const quoted = message.match(QUOTED) ?? [];
  if (quoted.flatMap(wordsOf).every((word) => words.has(word))) return message;
  const name = error instanceof GraphQLError ? nameAt(error.nodes?.[0]) : null;
  return `The request does not match the schema${name !== null && wordsOf(name).every((word) => words.has(word)) ? `, at "${name}"` : ''}.`;
};
