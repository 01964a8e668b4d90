/** CSV with a header line. A column `attributes.x` has the attribute x as text; a column `attributes` has all attributes as JSON. */
import { pipeline } from 'node:stream/promises';
import { type CsvError, type Info, parse } from 'csv-parse';
import { type ParsedLine, FIELDS, type RawUser, UnreadableFile, unreadable } from '../record';
import { isObject, READ_ONLY } from './json';
import { MAX_LINE_BYTES } from './lines';

const ATTRIBUTE = 'attributes.';
const FLAGS: Record<string, boolean> = { true: true, false: false, 1: true, 0: false, yes: true, no: false };

/** The most frequent delimiter in the header line. */
const delimiterOf = (head: string): string => {
  const line = head.split(/\r?\n/, 1)[0]!;
  return [',', ';', '\t'].reduce((best, next) => (line.split(next).length > line.split(best).length ? next : best));
};

/** Removes the apostrophe that the export puts before text that a spreadsheet would read as a formula. */
const withoutGuard = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

const checkColumns = (columns: string[]): void => {
  const isKnown = (name: string) => [...FIELDS, ...READ_ONLY].includes(name) || name.startsWith(ATTRIBUTE);
  const unknown = columns.flatMap((name, index) => (isKnown(name) ? [] : [index + 1])).slice(0, 5);
  if (unknown.length > 0)
    throw new UnreadableFile(
      `The header may contain the columns ${FIELDS.slice(0, -1).join(', ')} and ${ATTRIBUTE}…; unknown: column ${unknown.join(', ')}.`,
    );
  if (!columns.some((name) => ['username', 'previousId', 'previousIds'].includes(name)))
    throw new UnreadableFile('The header has no column `username`.');
  if (new Set(columns).size < columns.length) throw new UnreadableFile('The header contains a column twice.');
};

const objectOf = (text: string): object | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

const parseRow = (line: number, columns: string[], values: string[]): ParsedLine => {
  if (values.length !== columns.length)
    return unreadable(line, `The line has ${values.length} values for ${columns.length} columns.`);
  const user: Record<string, unknown> = {};
  const attributes: Record<string, unknown> = {};
  for (const [i, column] of columns.entries()) {
    const value = withoutGuard(values[i]!);
    if (value === '') continue;
    if (column.startsWith(ATTRIBUTE)) attributes[column.slice(ATTRIBUTE.length)] = value;
    else if (column === 'attributes') {
      const all = objectOf(value);
      if (!all)
        return {
          line,
          fault: { field: column, code: 'INVALID_INPUT', message: '`attributes` must be a JSON object.' },
        };
      Object.assign(attributes, all);
    } else if (column === 'emailVerified' || column === 'disabled') user[column] = FLAGS[value.toLowerCase()] ?? value;
    else user[column] = value;
  }
  return { line, user: { ...user, attributes } as RawUser };
};

/** Returns the first chunk, to detect the delimiter, and the whole stream. */
const peek = async (source: AsyncIterable<Buffer>): Promise<[head: string, whole: AsyncIterable<Buffer>]> => {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  const whole = async function* () {
    if (!first.done) yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return [first.done ? '' : first.value.toString('utf8'), whole()];
};

export async function* csv(source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> {
  const [head, whole] = await peek(source);
  const skipped: ParsedLine[] = [];
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(head),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES,
    skip_records_with_error: true,
    on_skip: (error) => {
      const { lines } = error as CsvError & { lines: number };
      skipped.push(unreadable(lines, 'The quotes do not match, or the line is too long.'));
      return undefined;
    },
  });
  const fed = pipeline(whole, parser).catch((error: unknown) => parser.destroy(error as Error));
  let columns: string[] | null = null;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    yield* skipped.splice(0);
    if (columns) yield parseRow(info.lines, columns, record);
    else checkColumns((columns = record.map((name) => name.trim())));
  }
  await fed;
  if (!columns) throw new UnreadableFile('The file is empty.');
  yield* skipped;
}
