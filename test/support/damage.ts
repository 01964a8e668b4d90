/** Damages files in ways that happen and in ways that hurt: the same seed gives the same file. */

/** Mulberry32. */
export class Dice {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

const nested = (depth: number): unknown => {
  let value: unknown = 'deep';
  for (let i = 0; i < depth; i += 1) value = i % 2 ? [value] : { a: value };
  return value;
};

/** `JSON.stringify` cannot follow what is nested more deeply than the stack, so these take its place and are replaced afterwards. */
const DEEP: Record<string, string> = {
  '(deep list)': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  '(deep mix)': `${'[{"a":'.repeat(10_000)}1${'}]'.repeat(10_000)}`,
};

const wide = (width: number): object => Object.fromEntries(Array.from({ length: width }, (_, i) => [`k${i}`, i]));

/** Values where text, a flag, a list or an object is expected. */
const HOSTILE: (() => unknown)[] = [
  ...[
    null,
    true,
    false,
    0,
    1,
    -1,
    1e308,
    9_007_199_254_740_993,
    '',
    ' ',
    '0',
    'False',
    'null',
    '[]',
    '{}',
    '1e999',
  ].map((value) => () => value),
  ...[
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\uFFFD',
    '\u202Eabc',
    '\r\n',
    '"',
    "'",
    "';--",
    '=1+1',
    '__proto__',
    '$2b$10$',
  ].map((value) => () => value),
  ...['2019-02-30', '0000-00-00', '99999999999999', '-1', '+275760-09-13T00:00:00Z', 'constructor', 'toString'].map(
    (value) => () => value,
  ),
  ...[
    '$6$rounds=999999$a$b',
    '$argon2id$v=19$m=1,t=0,p=0$YQ$YQ',
    'AQAAAA',
    '{SSHA}',
    '$scrypt$ln=99,r=9,p=9$YQ$YQ',
  ].map((value) => () => value),
  () => 'x'.repeat(300_000),
  () => 'é'.repeat(5_000),
  () => [],
  () => ({}),
  () => [[[]]],
  () => [null, 1, 'two', { three: 3 }],
  () => nested(60),
  ...Object.keys(DEEP).map((mark) => () => mark),
  ...[{ toString: 1 }, { toString: 1, valueOf: 1 }, [{ toString: null }], { length: 3 }].map((value) => () => value),
  () => wide(3_000),
  () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}') as unknown,
];

const KEYS = [
  'attributes',
  'previousId',
  '__proto__',
  'constructor',
  'users',
  'Resources',
  'realm',
  'id',
  '',
  '\0',
  '\ud800',
  'toString',
  'USERNAME',
];

/** Replaces, adds, removes or renames something somewhere in a JSON value. */
const damageValue = (value: unknown, dice: Dice): unknown => {
  // JSON in text, as Keycloak's credentials and Firebase's claims are.
  if (typeof value === 'string' && value.startsWith('{"') && dice.next() < 0.8)
    return toJson(damageValue(JSON.parse(value), dice));
  if (value === null || typeof value !== 'object' || dice.next() < 0.15) return dice.of(HOSTILE)();
  const keys = Object.keys(value);
  const key = dice.of(keys.length > 0 ? keys : KEYS);
  if (Array.isArray(value)) {
    const copy = [...value] as unknown[];
    copy[Number(key) || 0] = damageValue(copy[Number(key) || 0], dice);
    return copy;
  }
  const entries = Object.entries(value as object);
  const at = entries.findIndex(([name]) => name === key);
  const kind = dice.below(6);
  if (kind === 0) entries.splice(at, 1);
  else if (kind === 1) entries.push([dice.of(KEYS), dice.of(HOSTILE)()]);
  else if (kind === 2 && at >= 0) entries[at] = [dice.of([key.toUpperCase(), ...KEYS]), entries[at]![1]];
  else if (at >= 0) entries[at] = [key, damageValue(entries[at]![1], dice)];
  return Object.fromEntries(entries);
};

const toJson = (value: unknown): string =>
  Object.entries(DEEP).reduce(
    (text, [mark, deep]) => text.replaceAll(JSON.stringify(mark), deep),
    JSON.stringify(value) ?? 'null',
  );

const isJsonText = (value: unknown): value is string => typeof value === 'string' && value.startsWith('{"');

/** The number of values within a value, however deep, and in JSON in text. */
const countOf = (value: unknown): number => {
  const inner = isJsonText(value) ? (JSON.parse(value) as unknown) : value;
  if (inner === null || typeof inner !== 'object') return 1;
  return 1 + Object.values(inner).reduce((sum: number, item) => sum + countOf(item), 0);
};

/** Replaces the value with this number: each one is as likely as any other, however deep it is. */
const replaceAt = (value: unknown, at: number, by: unknown): unknown => {
  if (at === 0) return by;
  if (isJsonText(value)) return toJson(replaceAt(JSON.parse(value), at, by));
  let left = at - 1;
  const replaced = Object.entries(value as object).map(([key, item]) => {
    const count = countOf(item);
    const isHere = left >= 0 && left < count;
    const next = isHere ? replaceAt(item, left, by) : item;
    left -= count;
    return [key, next] as const;
  });
  return Array.isArray(value) ? replaced.map(([, item]) => item) : Object.fromEntries(replaced);
};

const damageParsed = (value: unknown, dice: Dice): unknown =>
  dice.next() < 0.5
    ? damageValue(value, dice)
    : replaceAt(value, 1 + dice.below(countOf(value) - 1), dice.of([...HOSTILE.slice(-10), ...HOSTILE])());

const damageJson = (text: string, dice: Dice): string => {
  const documents = text.includes('\n{"') ? text.trim().split('\n') : [text];
  const at = dice.below(documents.length);
  documents[at] = toJson(damageParsed(JSON.parse(documents[at]!), dice));
  const made = documents.join('\n');
  // Numbers that JSON can write and JavaScript cannot hold.
  return dice.next() < 0.1
    ? made.replace(/:(true|false|\d+|"[^"]*")/, dice.of([':1e999', ':-1e999', ':0.1e-999']))
    : made;
};

const damageCells = (text: string, dice: Dice): string => {
  const rows = text.split(/\r?\n/).map((row) => row.split(','));
  const row = dice.of(rows);
  const kind = dice.below(5);
  if (kind === 0) row[dice.below(row.length)] = `"${String(toJson(dice.of(HOSTILE)())).replaceAll('"', '""')}"`;
  else if (kind === 1)
    row[dice.below(row.length)] = String(dice.of(['"', '""', 'a"b', '"a"b', '\0', '\ud800', 'yes', '=1']));
  else if (kind === 2)
    rows[0]!.push(dice.of(['attributes.__proto__', 'attributes.', 'Attributes.x', 'USERNAME', '', 'ID']));
  else if (kind === 3) rows[0] = [...rows[0]!, ...Array.from({ length: 100_000 }, (_, i) => `attributes.c${i}`)];
  else rows.splice(dice.below(rows.length), 1, [], [','], ['sep=;']);
  return rows.map((cells) => cells.join(',')).join(dice.of(['\n', '\r\n', '\r']));
};

const PIECES = [
  ...[
    '\0',
    '\xff',
    '\xed\xa0\x80',
    '\xef\xbb\xbf',
    '\xff\xfe',
    '\xfe\xff',
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\n',
    '\r',
  ],
  ...['\\ud800', '\\u0000', '"users":[', '[[[[[[', '{"a":', 'null', '\xc3', '\xf0\x9f\x98'],
].map((piece) => Buffer.from(piece, 'latin1'));

const damageBytes = (bytes: Buffer, dice: Dice): Buffer => {
  const [at, until] = [dice.below(bytes.length + 1), dice.below(bytes.length + 1)];
  switch (dice.below(7)) {
    case 0: {
      const copy = Buffer.from(bytes);
      for (let n = 1 + dice.below(5); n > 0 && copy.length > 0; n -= 1) copy[dice.below(copy.length)] = dice.below(256);
      return copy;
    }
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), dice.of(PIECES), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, Math.min(at, until)), bytes.subarray(Math.max(at, until))]);
    case 4:
      return Buffer.concat([bytes, bytes.subarray(Math.min(at, until), Math.max(at, until)), bytes]);
    case 5:
      return Buffer.from(bytes.toString('utf8'), dice.of(['utf16le', 'latin1']));
    default:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.alloc(dice.below(400_000), dice.of(PIECES)),
        bytes.subarray(at),
      ]);
  }
};

/** The file with one to three faults. `isJson` says how it can be damaged without breaking its syntax. */
export const damaged = (file: string, isJson: boolean, dice: Dice): Buffer => {
  let text = file;
  if (dice.next() < 0.7) text = isJson ? damageJson(text, dice) : damageCells(text, dice);
  let bytes: Buffer = Buffer.from(text);
  for (let n = dice.below(3); n > 0; n -= 1) bytes = damageBytes(bytes, dice);
  return bytes;
};
