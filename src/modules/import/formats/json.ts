/** JSON Lines with Castellan's own fields, and what all JSON formats share. */
import { Refusal } from '../../../schema/errors';
import { type ParsedLine, FIELDS, type RawUser, unreadable } from '../record';
import { readDisabled } from '../values';
import { membersOf, type Shape } from './json-members';
import { faultOfJson } from './json-text';
import { linesOf, MAX_LINE_BYTES } from './lines';

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Reads the fields of a user. A refusal is a fault of its field, and text says why the line is no user. */
export type ToUser = (fields: JsonObject) => RawUser | string;

/** A user, or why it is refused. */
export const entryOf = (line: number, fields: JsonObject, toUser: ToUser): ParsedLine => {
  try {
    const user = toUser(fields);
    return typeof user === 'string' ? unreadable(line, user) : { line, user };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { line, fault: { field: error.path?.at(-1) ?? null, code: error.code, message: error.message } };
  }
};

export const parseEntry = (line: number, text: string | null, toUser: ToUser): ParsedLine => {
  if (text === null) return unreadable(line, `The line is longer than ${MAX_LINE_BYTES} bytes.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable(line, 'The line is not valid JSON.');
  }
  const fault = faultOfJson(text);
  if (fault !== null) return unreadable(line, fault);
  return isObject(value) ? entryOf(line, value, toUser) : unreadable(line, 'The line is not a JSON object.');
};

/** The users of JSON documents. */
export async function* entriesOf(
  source: AsyncIterable<Buffer>,
  shape: Shape,
  toUser: ToUser,
): AsyncGenerator<ParsedLine> {
  for await (const { line, text } of membersOf(source, shape)) yield parseEntry(line, text, toUser);
}

/** Fields of the export that cannot be imported. They are ignored. */
export const READ_ONLY = ['id', 'status', 'source', 'lastLoginAt'];

/** Says the opposite of `disabled`. */
export const ENABLED = ['enabled', 'active'];

/** The fields of one user by Castellan's names. */
export const ownFields: ToUser = (fields) => {
  const known = [...FIELDS, ...READ_ONLY, ...ENABLED];
  if (Object.keys(fields).some((name) => !known.includes(name)))
    return `The line has an unknown field. Known fields: ${FIELDS.join(', ')}.`;
  const { enabled, active, ...others } = fields;
  return { ...others, disabled: readDisabled({ ...others, enabled, active }, ENABLED, ['disabled']) };
};

export async function* jsonLines(source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> {
  for await (const { line, text } of linesOf(source)) if (text?.trim() !== '') yield parseEntry(line, text, ownFields);
}
