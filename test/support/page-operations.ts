/** The GraphQL operations in a page of the documentation, each with the variables below it, and running them as a reader would. */
import * as graphql from './graphql';
import { type Block, type DocumentPage } from './page-code';

/** What the page writes as `<…>` for a value that only the reader knows, and the value. */
export type Values = Record<string, string>;

export interface Operation {
  name: string;
  query: string;
  variables: string;
}

/** The operations of some blocks. Variables without an operation before them are those of a plan, which is then applied. */
export const operationsIn = (blocks: Block[], planned: Operation[] = []): Operation[] =>
  blocks.flatMap(({ tag, code }, i): Operation[] => {
    const next = blocks[i + 1];
    if (tag === 'graphql') {
      const name = /^(?:query|mutation) (\w+)/.exec(code)![1]!;
      return [{ name, query: code, variables: next?.tag === 'json' ? next.code : '{}' }];
    }
    if (tag !== 'json' || blocks[i - 1]?.tag === 'graphql') return [];
    const [plan, apply] = planned;
    return [{ ...plan!, variables: code }, apply!];
  });

/** Runs an operation with the reader's values; fails if the answer has errors or is a refusal. */
export const runOperation = async (
  page: DocumentPage,
  ask: graphql.Ask,
  { name, query, variables }: Operation,
  values: Values,
): Promise<graphql.Answer['data']> => {
  page.run(query);
  page.run(variables);
  const filled = variables.replace(/<([^<>]+)>/g, (_, key: string) => {
    if (values[key] === undefined) throw new Error(`${name}: nothing is known as <${key}>`);
    return values[key];
  });
  return graphql.ok(ask(query, JSON.parse(filled) as Record<string, unknown>));
};
