/** JSON Lines with Castellan's own fields, and helpers for all JSON formats. */
import { type Entry, FIELDS, type Given, unreadable } from '../record';
import { linesOf, LONGEST, membersOf, type Piece } from './lines';

export type Fields = Record<string, unknown>;
export const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const entryOf = ({ line, text }: Piece, toGiven: (fields: Fields) => Given | string): Entry => {
  if (text === null) return unreadable(line, `The line is longer than ${LONGEST} bytes.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable(line, 'The line is not valid JSON.');
  }
  if (!isObject(value)) return unreadable(line, 'The line is not a JSON object.');
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

/** Fields of the export that cannot be imported. They are ignored. */
export const READ_ONLY = ['id', 'status', 'source', 'createdAt', 'lastLoginAt'];

const known = (fields: Fields): Given | string => {
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name) && !READ_ONLY.includes(name));
  return unknown === undefined ? fields : `The line has an unknown field. Known fields: ${FIELDS.join(', ')}.`;
};

export async function* jsonLines(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  for await (const piece of linesOf(source)) if (piece.text?.trim() !== '') yield entryOf(piece, known);
}
