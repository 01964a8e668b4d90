/** What filters have in common: conditions AND together, values inside one OR, bounds are inclusive, unknown ids match nothing. */
import { decodeId, type IdType } from '../platform/type-id';
import type { Add } from './list';
import { badInput } from '../schema/errors';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The uuid of an id in a filter; one that is malformed or of another type matches nothing. */
export const filterId = (type: IdType, id: string): string => decodeId(type, id) ?? NOBODY;

/** Text that goes into SQL: PostgreSQL has no NUL, and half a surrogate pair is no character. */
export const filterText = (field: string, text: string, max = 200): string => {
  if (text.length > max) throw badInput(`\`${field}\` must have at most ${max} characters.`);
  if (text.includes('\0') || !text.isWellFormed())
    throw badInput(`\`${field}\` must be text without NUL and broken surrogates.`);
  return text;
};

/** Matches the text anywhere: `%` and `_` stand for themselves. */
export const containing = (text: string): string =>
  `%${text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;

/** A builder that skips what was not given. */
export class Conditions {
  readonly list: string[] = [];
  constructor(readonly add: Add) {}

  private given = (value: unknown): boolean => value !== undefined && value !== null;

  id(column: string, type: IdType, value: string | null | undefined): this {
    if (this.given(value)) this.list.push(`${column} = ${this.add(filterId(type, value!))}::uuid`);
    return this;
  }
  anyOf(column: string, values: readonly string[] | null | undefined): this {
    if (this.given(values)) this.list.push(`${column} = any(${this.add(values)}::text[])`);
    return this;
  }
  /** Of values that are text of the caller's, not of an enum. */
  anyText(column: string, field: string, values: readonly string[] | null | undefined): this {
    return this.anyOf(
      column,
      values?.map((value) => filterText(field, value)),
    );
  }
  equal(column: string, field: string, value: string | null | undefined): this {
    if (this.given(value)) this.list.push(`${column} = ${this.add(filterText(field, value!))}::text`);
    return this;
  }
  between(column: string, from: Date | null | undefined, to: Date | null | undefined): this {
    if (this.given(from)) this.list.push(`${column} >= ${this.add(from)}::timestamptz`);
    if (this.given(to)) this.list.push(`${column} <= ${this.add(to)}::timestamptz`);
    return this;
  }
  when(value: unknown, condition: (add: Add) => string): this {
    if (this.given(value)) this.list.push(condition(this.add));
    return this;
  }
}
