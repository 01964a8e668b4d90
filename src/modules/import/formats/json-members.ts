/** Splits JSON documents into the users of a list, and holds only one of them in memory. Several documents may follow each other. */
import { UnreadableFile } from '../record';
import { MAX_LINE_BYTES } from './lines';

export interface Member {
  /** Its number in the file, beginning with 1. */
  line: number;
  /** Null if it was longer than `MAX_LINE_BYTES`. */
  text: string | null;
  /** The name of the object that has the list, if it comes before the list. */
  group: string | null;
}

export interface Shape {
  /** The key of the list, whatever its case. The document is an object with this list, or the list itself. */
  list: string;
  /** The key of the name of the object that has the list. The document can then also be a list of such objects. */
  group?: string;
  /** If a document can also be a single user: keys that only a user has. */
  single?: string[];
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPENS_LIST = 91;
const OPENS_OBJECT = 123;
const CLOSES_LIST = 93;
const isOpening = (byte: number): boolean => byte === OPENS_OBJECT || byte === OPENS_LIST;
const isClosing = (byte: number): boolean => byte === 125 || byte === CLOSES_LIST;
/** Spaces, line breaks and byte order marks. */
const isSpace = (byte: number): boolean =>
  byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 0xef || byte === 0xbb || byte === 0xbf;

const MAX_WORD_BYTES = 1_000;

const BETWEEN = 'The file is not valid JSON: between the users of a list there must be one comma, and nothing else.';

const parseWord = (bytes: number[]): string | null => {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString('utf8')}"`) as string;
  } catch {
    return null;
  }
};

/** Follows the brackets and strings of the documents, byte by byte. Depths count open brackets; a depth of 0 of a list or object means none. */
class Scanner {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private found = false;

  /** Whether the document is a list. */
  private inTopList = false;
  /** The depth inside the object that may have the list. */
  private holder = 0;
  /** The depth inside the list that it has. */
  private keyList = 0;
  /** The last key of the holder, the string that was read last, and the name of the holder. */
  private key: string | null = null;
  private word: number[] = [];
  private group: string | null = null;
  /** Whether the holder has the list, and whether it has a key of a user. */
  private has = { list: false, userKey: false };
  /** What came last in the list of users. */
  private last: 'nothing' | 'value' | 'comma' = 'nothing';

  /** The depth at which the value is that is being kept, or -1; its bytes so far; where it continues in the chunk; its number. */
  private kept = -1;
  private parts: Buffer[] = [];
  private size = 0;
  private from = 0;
  private line = 0;

  constructor(private readonly shape: Shape) {}

  *scan(chunk: Buffer): Generator<Member> {
    this.from = 0;
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i]!;
      if (this.inString) this.readString(byte);
      else if (isSpace(byte)) continue;
      else if (byte === COMMA) {
        yield* this.take(chunk, i);
        if (this.isBetween()) this.follow('comma');
        if (this.isInHolder()) this.key = null;
      } else if (isClosing(byte)) yield* this.close(chunk, i);
      else if (byte === COLON) {
        if (this.isInHolder()) this.readKey(parseWord(this.word));
      } else this.begin(byte, i);
    }
    if (this.kept >= 0) this.keep(chunk.subarray(this.from));
  }

  end(): void {
    if (this.depth !== 0 || this.inString) throw new UnreadableFile('The file is truncated: its JSON is incomplete.');
    if (!this.found) throw new UnreadableFile(`The file has no list \`${this.shape.list}\` of users.`);
  }

  private isInHolder(): boolean {
    return this.holder > 0 && this.keyList === 0 && this.depth === this.holder;
  }

  private get listDepth(): number {
    return this.keyList || (this.inTopList ? 1 : 0);
  }

  /** Whether the scanner is between the members of a list of users. */
  private isBetween(): boolean {
    return this.kept < 0 && this.listDepth > 0 && this.depth === this.listDepth;
  }

  /** Values and commas alternate. */
  private follow(next: 'value' | 'comma'): void {
    if ((next === 'comma') !== (this.last === 'value')) throw new UnreadableFile(BETWEEN);
    this.last = next;
  }

  private readKey(key: string | null): void {
    this.key = key;
    if (key !== null && this.shape.single?.includes(key)) this.note({ userKey: true });
  }

  private note(found: Partial<typeof this.has>): void {
    Object.assign(this.has, found);
    if (this.has.list && this.has.userKey)
      throw new UnreadableFile(
        `The file has an object with fields of a user and a list \`${this.shape.list}\`. Put all users into one list.`,
      );
  }

  private readString(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inString = false;
    if (!this.isInHolder()) return;
    if (this.inString) {
      if (this.word.length < MAX_WORD_BYTES) this.word.push(byte);
    } else if (this.key !== null && this.key === this.shape.group) this.group = parseWord(this.word);
  }

  /** A value or a key begins. */
  private begin(byte: number, at: number): void {
    if (this.depth === 0 && !isOpening(byte)) throw new UnreadableFile('The file is not valid JSON.');
    const slot = this.keyList || (this.holder ? -1 : this.inTopList ? 1 : 0);
    if (this.isBetween()) this.follow('value');
    if (this.kept < 0 && this.depth === slot && (slot > 0 || byte === OPENS_OBJECT)) {
      [this.kept, this.parts, this.size, this.from] = [slot, [], 0, at];
      if (byte === OPENS_OBJECT && (slot === 0 || (this.shape.group !== undefined && !this.keyList))) {
        [this.holder, this.key, this.group] = [slot + 1, null, null];
        this.has = { list: false, userKey: false };
      }
    }
    if (byte === QUOTE) [this.inString, this.word] = [true, []];
    else if (isOpening(byte)) this.open(byte);
  }

  private open(byte: number): void {
    const hasList =
      byte === OPENS_LIST && this.isInHolder() && this.key?.toLowerCase() === this.shape.list.toLowerCase();
    this.depth += 1;
    if (byte === OPENS_LIST && this.depth === 1) [this.inTopList, this.found, this.last] = [true, true, 'nothing'];
    // The holder turns out not to be a user itself.
    if (hasList) {
      [this.keyList, this.found, this.kept, this.parts, this.last] = [this.depth, true, -1, [], 'nothing'];
      this.note({ list: true });
    }
  }

  private *close(chunk: Buffer, at: number): Generator<Member> {
    yield* this.take(chunk, at);
    if (this.isBetween() && (chunk[at] !== CLOSES_LIST || this.last === 'comma')) throw new UnreadableFile(BETWEEN);
    this.depth -= 1;
    if (this.depth < 0) throw new UnreadableFile('The file is not valid JSON.');
    if (this.keyList > this.depth) this.keyList = 0;
    if (this.depth === 0) this.inTopList = false;
    yield* this.take(chunk, at + 1);
    if (this.holder > this.depth) this.holder = 0;
    // A realm ends, whose list of users has ended before.
    if (this.isBetween()) this.last = 'value';
  }

  private keep(part: Buffer): void {
    this.size += part.length;
    if (this.size <= MAX_LINE_BYTES) this.parts.push(part);
    else this.parts = [];
  }

  /** Yields the value that ends here, if it is a user. */
  private *take(chunk: Buffer, end: number): Generator<Member> {
    if (this.kept < 0 || this.kept !== this.depth) return;
    this.keep(chunk.subarray(this.from, end));
    const text = this.size > MAX_LINE_BYTES ? null : Buffer.concat(this.parts).toString('utf8');
    const isUser = this.kept > 0 || this.shape.single;
    [this.kept, this.parts] = [-1, []];
    if (!isUser) return;
    this.found = true;
    this.line += 1;
    yield { line: this.line, text, group: this.group };
  }
}

export async function* membersOf(source: AsyncIterable<Buffer>, shape: Shape): AsyncGenerator<Member> {
  const scanner = new Scanner(shape);
  for await (const chunk of source) yield* scanner.scan(chunk);
  scanner.end();
}
