/** Calls a mutation by its name, and says what it was refused with: a code at the top, or of the payload. */
import * as graphql from './graphql';

export type Input = Record<string, unknown>;

export const mutate = (ask: graphql.Ask, name: string, input: Input, selection = ''): Promise<graphql.Answer> => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} ${graphql.ERRORS} } }`, { input });
};

/** The code of the refusal; null where it was carried out. */
export const refusal = async (ask: graphql.Ask, name: string, input: Input): Promise<string | null> => {
  const { data, errors } = await mutate(ask, name, input);
  return errors[0]?.extensions.code ?? data[name].errors[0]?.code ?? null;
};

export interface Refused {
  code: string;
  message: string;
  path: string[] | null;
}
/** What the payload of an operation of one mutation says against it; there must be nothing at the top. */
export const refusalsOf = ({ data, errors }: graphql.Answer): Refused[] => {
  expect(errors).toEqual([]);
  return (Object.values(data)[0] as { errors: Refused[] }).errors;
};
/** The first code of these. */
export const codeOf = (answer: graphql.Answer): string | undefined => refusalsOf(answer)[0]?.code;
