/** JSON Lines, with the fields of our own; and what the formats of JSON share. */
import { type Entry, FIELDS, type Given, unreadable } from '../record';
import { linesOf, LONGEST, membersOf, type Piece } from './lines';

export type Fields = Record<string, unknown>;
export const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const entryOf = ({ line, text }: Piece, toGiven: (fields: Fields) => Given | string): Entry => {
  if (text === null) return unreadable(line, `It is longer than ${LONGEST} bytes.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable(line, 'It is not JSON.');
  }
  if (!isObject(value)) return unreadable(line, 'It is not a JSON object.');
  const given = toGiven(value);
  return typeof given === 'string' ? unreadable(line, given) : { line, given };
};

export async function* entriesOf(
  source: AsyncIterable<Buffer>,
  list: string,
  toGiven: (fields: Fields) => Given | string,
): AsyncGenerator<Entry> {
  for await (const piece of membersOf(source, list)) yield entryOf(piece, toGiven);
}

/** What an export adds that cannot be set. */
export const READ_ONLY = ['id', 'status', 'source', 'createdAt', 'lastLoginAt'];

const known = (fields: Fields): Given | string => {
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name) && !READ_ONLY.includes(name));
  return unknown === undefined ? fields : `It has a field that is none of ${FIELDS.join(', ')}.`;
};

export async function* jsonLines(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  for await (const piece of linesOf(source)) if (piece.text?.trim() !== '') yield entryOf(piece, known);
}
