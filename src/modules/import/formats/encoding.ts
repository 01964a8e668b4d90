/** The character encoding of a file: everything after this reads UTF-8 without a byte order mark. */

/** By the names that people use. WHATWG's Encoding Standard also reads the names of Latin-1 as windows-1252. */
const ENCODINGS: Record<string, Encoding> = {
  ...{ 'utf-8': 'utf-8', utf8: 'utf-8', 'us-ascii': 'utf-8' },
  ...{ 'windows-1252': 'windows-1252', cp1252: 'windows-1252', 'iso-8859-1': 'windows-1252', latin1: 'windows-1252' },
  ...{ 'utf-16': 'utf-16le', 'utf-16le': 'utf-16le', 'utf-16be': 'utf-16be' },
};

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

export const encodingNamed = (name: string): Encoding | null => {
  const key = name.trim().toLowerCase();
  return Object.hasOwn(ENCODINGS, key) ? ENCODINGS[key]! : null;
};

export const REPLACEMENT = '\uFFFD';

/** For messages about text that could not be decoded. */
export const SAVE_AS_UTF8 = 'Save the file as UTF-8, or upload it with `?encoding=windows-1252`';

const BYTE_ORDER_MARKS: [Encoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The bytes from 0x80 to 0x9F. The others are those of Latin-1. Some versions of Node decode them wrongly. */
const WINDOWS_1252 = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';

const fromWindows1252 = (chunk: Buffer): Buffer =>
  Buffer.from(chunk.toString('latin1').replace(/[\x80-\x9f]/g, (letter) => WINDOWS_1252[letter.charCodeAt(0) - 0x80]!));

async function* fromUtf16(source: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** Returns at least `least` bytes from the beginning, if there are as many, and the whole stream. */
export const peek = async (
  source: AsyncIterable<Buffer>,
  isEnough: (head: Buffer) => boolean,
): Promise<[head: Buffer, whole: AsyncIterable<Buffer>]> => {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let head = Buffer.alloc(0);
  while (!isEnough(head)) {
    const next = await iterator.next();
    if (next.done) break;
    chunks.push(next.value);
    head = Buffer.concat(chunks);
  }
  const whole = async function* () {
    yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return [head, whole()];
};

async function* without(source: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of source) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** The file in UTF-8. A byte order mark decides, whatever `encoding` is. */
export async function* decoded(source: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const [head, whole] = await peek(source, ({ length }) => length >= 3);
  const [marked, mark] = BYTE_ORDER_MARKS.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte)) ?? [];
  const bytes = without(whole, mark?.length ?? 0);
  const found = marked ?? encoding;
  if (found === 'utf-8') yield* bytes;
  else if (found === 'windows-1252') for await (const chunk of bytes) yield fromWindows1252(chunk);
  else yield* fromUtf16(bytes, found);
}
