/** Helpers for list filters: conditions are combined with AND, values within one with OR, bounds are inclusive, and unknown ids match nothing. */
import { nameKey } from '../platform/name-key';
import { decodeId, type IdType } from '../platform/type-id';
import type { AddParameter } from './list';
import { badInput } from '../schema/errors';

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The uuid of an id in a filter. A malformed id or one of another type matches nothing. */
export const filterId = (type: IdType, id: string): string => decodeId(type, id) ?? NO_ID;

/** Validates text that goes into SQL: PostgreSQL allows neither NUL nor unpaired surrogates. */
export const filterText = (field: string, text: string, max = 200, argument = ['filter', field]): string => {
  if (text.length > max) throw badInput(`\`${field}\` can have at most ${max} characters.`, argument);
  if (text.includes('\0') || !text.isWellFormed())
    throw badInput(`\`${field}\` contains invalid characters (NUL or unpaired surrogates).`, argument);
  return text;
};

/**
 * Whether a column contains text, in any case; `%` and `_` are escaped. Stored text can have either form of sigma, and the index is on the text as it
 * is stored. So the first condition, which can use the index, accepts any letter for a sigma, and the second compares all sigmas in one form.
 */
export const contains = (add: AddParameter, column: string, text: string): string => {
  const pattern = `%${nameKey(text).replace(/[\\%_]/g, '\\$&')}%`;
  const found = `${column} like ${add(pattern.replace(/[σς]/g, '_'))}`;
  return /[σς]/.test(pattern)
    ? `(${found} and replace(${column}, 'ς', 'σ') like ${add(pattern.replaceAll('ς', 'σ'))})`
    : found;
};

/** Builds conditions and skips values that were not given. */
export class Conditions {
  readonly list: string[] = [];
  constructor(readonly add: AddParameter) {}

  private given = (value: unknown): boolean => value !== undefined && value !== null;

  id(column: string, type: IdType, value: string | null | undefined): this {
    if (this.given(value)) this.list.push(`${column} = ${this.add(filterId(type, value!))}::uuid`);
    return this;
  }
  anyOf(column: string, values: readonly string[] | null | undefined): this {
    if (!this.given(values)) return this;
    // With a single value, PostgreSQL can read an index in order.
    const [only] = values!;
    if (values!.length === 1) this.list.push(`${column} = ${this.add(only)}::text`);
    else this.list.push(`${column} = any(${this.add(values)}::text[])`);
    return this;
  }
  /** For free text from the caller; enum values need no validation. */
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
  /**
   * Both bounds are inclusive. Times are stored to the microsecond and shown to the millisecond, so the upper bound covers its whole millisecond:
   * the time at which something is shown finds it.
   */
  between(column: string, from: Date | null | undefined, to: Date | null | undefined): this {
    if (this.given(from)) this.list.push(`${column} >= ${this.add(from)}::timestamptz`);
    if (this.given(to)) this.list.push(`${column} < ${this.add(new Date(to!.getTime() + 1))}::timestamptz`);
    return this;
  }
  when(value: unknown, condition: (add: AddParameter) => string): this {
    if (this.given(value)) this.list.push(condition(this.add));
    return this;
  }
}
