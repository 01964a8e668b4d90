/** CSV with a header line. A column `attributes.x` has the attribute x as text; a column `attributes` has all attributes as JSON. */
import { invalidInput } from '../../../schema/errors';
import { type ParsedLine, FIELDS, UnreadableFile, unreadable } from '../record';
import { rowsOf } from './csv-rows';
import { peek, REPLACEMENT, SAVE_AS_UTF8 } from './encoding';
import { ENABLED, entryOf, isObject, ownFields, READ_ONLY, type ToUser } from './json';
import { asMilliseconds } from '../values';
import { faultOfJson } from './json-text';
import { MAX_LINE_BYTES } from './lines';

const ATTRIBUTE = 'attributes.';
const DELIMITERS = [',', ';', '\t'];

/** What other programs call the columns, in lower case and without spaces, hyphens and underscores. */
const SYNONYMS: Record<string, string[]> = {
  username: ['user', 'login', 'loginname'],
  email: ['mail', 'emailaddress', 'mailaddress'],
  name: ['fullname', 'displayname'],
  path: ['folder'],
};

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

const COLUMNS = new Map(
  [...FIELDS, ...ENABLED].flatMap((column) =>
    [column, ...(SYNONYMS[column] ?? [])].map((name) => [plain(name), column] as const),
  ),
);

/** The column of a header, by Castellan's name; empty for a column without a name, and null for an unknown one. */
const columnOf = (header: string): string | null => {
  const name = header.trim();
  if (name === '' || READ_ONLY.includes(name)) return name;
  if (name.toLowerCase().startsWith(ATTRIBUTE)) return ATTRIBUTE + name.slice(ATTRIBUTE.length);
  return COLUMNS.get(plain(name)) ?? null;
};

const columnsOf = (cells: string[] | null): string[] => {
  if (!cells) throw new UnreadableFile('The quotes in the header do not match, or it is too long.');
  const columns = cells.map(columnOf);
  if (cells.some((cell) => cell.includes(REPLACEMENT)))
    throw new UnreadableFile(`The header is not valid UTF-8. ${SAVE_AS_UTF8}.`);
  const unknown = columns.flatMap((column, index) => (column === null ? [index + 1] : [])).slice(0, 5);
  if (unknown.length > 0)
    throw new UnreadableFile(
      `The header may contain the columns ${FIELDS.slice(0, -1).join(', ')} and ${ATTRIBUTE}…; unknown: column ${unknown.join(', ')}.`,
    );
  if (!columns.some((name) => name !== null && ['username', 'previousId', 'previousIds'].includes(name)))
    throw new UnreadableFile('The header has no column `username`.');
  const named = columns.filter((column) => column !== '');
  if (new Set(named).size < named.length) throw new UnreadableFile('The header contains a column twice.');
  return columns as string[];
};

/** Removes the apostrophe that the export puts before text that a spreadsheet would read as a formula. */
const withoutGuard = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

const attributesIn = (text: string): object => {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (faultOfJson(text) !== null) value = null;
  } catch {
    value = null;
  }
  if (!isObject(value))
    throw invalidInput('attributes', '`attributes` must be a JSON object, without the same key twice.');
  return value;
};

/** The fields of a row as the other formats have them. */
const toUser: ToUser = (cells) => {
  const fields = Object.entries(cells)
    .filter(([column]) => !column.startsWith('attributes'))
    .map(([column, text]) => [column, column === 'createdAt' ? asMilliseconds(text) : text]);
  const attributes = Object.entries(cells).flatMap(([column, text]) => {
    if (column === 'attributes') return Object.entries(attributesIn(text as string));
    return column.startsWith(ATTRIBUTE) ? [[column.slice(ATTRIBUTE.length), text] as [string, unknown]] : [];
  });
  const named = Object.fromEntries(attributes);
  if (Object.keys(named).length < attributes.length)
    throw invalidInput('attributes', 'The columns `attributes` and `attributes.…` have the same attribute.');
  return ownFields(Object.fromEntries([...fields, ['attributes', named]]));
};

const parseRow = (line: number, columns: string[], cells: string[]): ParsedLine => {
  const extra = cells.slice(columns.length);
  if (cells.length < columns.length || extra.some((cell) => cell !== ''))
    return unreadable(line, `The line has ${cells.length} values for ${columns.length} columns.`);
  const filled = columns
    .map((column, i) => [column, withoutGuard(cells[i]!)] as const)
    .filter(([, cell]) => cell !== '');
  const unnamed = filled.find(([column]) => column === '');
  if (unnamed) return unreadable(line, 'The line has a value in a column without a name.');
  return entryOf(line, Object.fromEntries(filled), toUser);
};

const SEPARATOR = /^sep=([^\w\s"]|\t)$/i;

/** The delimiter that a first line `sep=;` names, as Excel writes it; otherwise the most frequent one in the header line. */
const delimiterOf = (head: Buffer): string => {
  const line = head.toString('utf8').split(/\r\n|\r|\n/, 1)[0]!;
  const named = SEPARATOR.exec(line)?.[1];
  if (named) return named;
  return DELIMITERS.reduce((best, next) => (line.split(next).length > line.split(best).length ? next : best));
};

const hasLine = (head: Buffer): boolean => head.includes(10) || head.includes(13) || head.length > MAX_LINE_BYTES;

export async function* csv(source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> {
  const [head, whole] = await peek(source, hasLine);
  let columns: string[] | null = null;
  for await (const { line, cells } of rowsOf(whole, delimiterOf(head))) {
    const isEmpty = cells?.every((cell) => cell.trim() === '');
    if (isEmpty || (line === 1 && cells && SEPARATOR.test(cells.join(delimiterOf(head))))) continue;
    if (!columns) columns = columnsOf(cells);
    else if (!cells) yield unreadable(line, 'The quotes do not match, or the line is too long.');
    else yield parseRow(line, columns, cells);
  }
  if (!columns) throw new UnreadableFile('The file is empty.');
}
