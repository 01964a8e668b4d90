/** Splits a stream into lines, or a JSON document into the members of a list, and holds only one of them in memory. */
import { StringDecoder } from 'node:string_decoder';
import { UnreadableFile } from '../record';

/** The maximum size of a line or member in bytes, which is more than a valid user can need. */
export const LONGEST = 262_144;

export interface Piece {
  line: number;
  /** Null if it was longer than `LONGEST`. */
  text: string | null;
}

const LF = 10;

export async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let parts: Buffer[] = [];
  let size = 0;
  let line = 0;
  const take = (): Piece => {
    line += 1;
    const text =
      size > LONGEST
        ? null
        : Buffer.concat(parts)
            .toString('utf8')
            .replace(/^\uFEFF/, '');
    [parts, size] = [[], 0];
    return { line, text };
  };
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      size += end - from;
      if (size <= LONGEST) parts.push(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    size += chunk.length - from;
    if (size <= LONGEST) parts.push(chunk.subarray(from));
    else parts = [];
  }
  if (size > 0) yield take();
}

const QUOTE = 34;
const BACKSLASH = 92;
const isOpening = (byte: number): boolean => byte === 123 || byte === 91;
const isClosing = (byte: number): boolean => byte === 125 || byte === 93;
const isBetween = (byte: number): boolean =>
  byte === 32 ||
  byte === 9 ||
  byte === LF ||
  byte === 13 ||
  byte === 44 ||
  byte === 0xef ||
  byte === 0xbb ||
  byte === 0xbf;

/** Yields the members of the list under `key` of the top-level object, or of a top-level list. Several documents may follow each other. */
export async function* membersOf(source: AsyncIterable<Buffer>, key: string): AsyncGenerator<Piece> {
  let [depth, inList, inString, escaped, found, line] = [0, 0, false, false, false, 0];
  let [word, name] = ['', ''];
  const words = new StringDecoder('utf8');
  let parts: Buffer[] = [];
  let [size, within] = [0, false];
  for await (const chunk of source) {
    let from = 0;
    const keep = (end: number) => {
      size += end - from;
      if (size <= LONGEST) parts.push(chunk.subarray(from, end));
      else parts = [];
    };
    const take = (end: number): Piece => {
      keep(end);
      const text = size > LONGEST ? null : Buffer.concat(parts).toString('utf8');
      [parts, size, within, line] = [[], 0, false, line + 1];
      return { line, text };
    };
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        if (inString && depth === 1 && !inList && word.length < 100) word += words.write(chunk.subarray(i, i + 1));
        continue;
      }
      if (inList > 0 && depth === inList && !within && !isBetween(byte) && !isClosing(byte)) [within, from] = [true, i];
      if (byte === QUOTE) [inString, word] = [true, depth === 1 && !inList ? '' : word];
      else if (byte === 58 && depth === 1 && !inList) name = word;
      else if (isOpening(byte)) {
        depth += 1;
        if (!inList && byte === 91 && (depth === 1 || (depth === 2 && name === key))) [inList, found] = [depth, true];
      } else if (isClosing(byte)) {
        if (within && depth === inList) yield take(i);
        depth -= 1;
        if (depth < 0) throw new UnreadableFile('The file is not valid JSON.');
        if (within && depth === inList) yield take(i + 1);
        if (depth < inList) inList = 0;
      } else if (byte === 44 && within && depth === inList) yield take(i);
      else if (depth === 0 && !isBetween(byte)) throw new UnreadableFile('The file is not valid JSON.');
    }
    if (within) keep(chunk.length);
    from = 0;
  }
  if (depth !== 0 || inString) throw new UnreadableFile('The file is truncated: its JSON is incomplete.');
  if (!found) throw new UnreadableFile(`The file has no list \`${key}\` of users.`);
}
