/** Declares which columns of its row the resolver of a field reads, so that lists select only what an operation shows. */
import { Extensions } from 'type-graphql';

/** What a resolver may know of a row that was read to be shown: these columns. A time may be text. */
export type Shown<Row, Column extends keyof Row> = {
  readonly [Name in Column]: Date extends Row[Name] ? Row[Name] | string : Row[Name];
};

type Resolver = (row: never, ...rest: never[]) => unknown;

/** What the resolver reads, as it may read it. */
type Readable<Row> = { readonly [Name in keyof Row]: Date extends Row[Name] ? Row[Name] | string : Row[Name] };

/** Never, if the resolver knows columns that are not declared, or takes a time for a `Date`. */
type Checked<Method extends Resolver, Column extends string> = [Exclude<keyof Parameters<Method>[0], Column>] extends [
  never,
]
  ? Readable<Parameters<Method>[0]> extends Parameters<Method>[0]
    ? unknown
    : never
  : never;

/**
 * The columns that the resolver reads; its first parameter is `Shown<Row, 'these' | 'columns'>`. The whole row is read for a resolver without this
 * declaration.
 */
export const Reads =
  <const Column extends string>(...columns: Column[]) =>
  <Method extends Resolver>(
    target: object,
    name: string,
    method: { readonly value?: Method } & Checked<Method, Column>,
  ): void => {
    Extensions({ columns })(target, name, method as TypedPropertyDescriptor<unknown>);
  };
