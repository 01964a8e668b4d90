/** JSON Lines with Castellan's own fields, and helpers for all JSON formats. */
import { type ParsedLine, FIELDS, type RawUser, unreadable } from '../record';
import { linesOf, MAX_LINE_BYTES, membersOf, type RawLine } from './lines';

export type JsonObject = Record<string, unknown>;
export const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const entryOf = ({ line, text }: RawLine, toUser: (fields: JsonObject) => RawUser | string): ParsedLine => {
  if (text === null) return unreadable(line, `The line is longer than ${MAX_LINE_BYTES} bytes.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable(line, 'The line is not valid JSON.');
  }
  if (!isObject(value)) return unreadable(line, 'The line is not a JSON object.');
  const user = toUser(value);
  return typeof user === 'string' ? unreadable(line, user) : { line, user };
};

export async function* entriesOf(
  source: AsyncIterable<Buffer>,
  list: string,
  toUser: (fields: JsonObject) => RawUser | string,
): AsyncGenerator<ParsedLine> {
  for await (const raw of membersOf(source, list)) yield entryOf(raw, toUser);
}

/** Fields of the export that cannot be imported. They are ignored. */
export const READ_ONLY = ['id', 'status', 'source', 'lastLoginAt'];

const checkFields = (fields: JsonObject): RawUser | string => {
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name) && !READ_ONLY.includes(name));
  return unknown === undefined ? fields : `The line has an unknown field. Known fields: ${FIELDS.join(', ')}.`;
};

export async function* jsonLines(source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> {
  for await (const raw of linesOf(source)) if (raw.text?.trim() !== '') yield entryOf(raw, checkFields);
}
