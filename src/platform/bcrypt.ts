/**
 * bcrypt, only to verify imported hashes. It yields to other work every few milliseconds. Blowfish's initial tables are the digits of pi,
 * computed when the first such hash is verified.
 */
import { timingSafeEqual } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';

const ROUNDS = 16;
const WORDS = ROUNDS + 2 + 4 * 256;

/** The fraction of pi in 32-bit words, by Machin's formula. */
const piWords = (): Int32Array => {
  const guard = 64n;
  const one = 1n << (BigInt(WORDS * 32) + guard);
  const arctan = (inverse: bigint): bigint => {
    let [sum, power, sign] = [0n, one / inverse, 1n];
    for (let n = 1n; power > 0n; n += 2n, power /= inverse * inverse, sign = -sign) sum += (sign * power) / n;
    return sum;
  };
  const fraction = (4n * (4n * arctan(5n) - arctan(239n)) - 3n * one) >> guard;
  const hex = fraction.toString(16).padStart(WORDS * 8, '0');
  return Int32Array.from({ length: WORDS }, (_, i) => parseInt(hex.slice(i * 8, i * 8 + 8), 16) | 0);
};
let start: Int32Array | undefined;

class Blowfish {
  private readonly p: Int32Array;
  private readonly s: Int32Array;
  left = 0;
  right = 0;

  constructor() {
    start ??= piWords();
    this.p = start.slice(0, ROUNDS + 2);
    this.s = start.slice(ROUNDS + 2);
  }

  /** Encrypts `left` and `right`: two rounds at a time, so that the halves need not be swapped. */
  encrypt(): void {
    const { p, s } = this;
    let l = this.left ^ p[0]!;
    let r = this.right;
    for (let i = 1; i <= ROUNDS; i += 2) {
      r ^=
        p[i]! ^ (((s[l >>> 24]! + s[256 + ((l >>> 16) & 255)]!) ^ s[512 + ((l >>> 8) & 255)]!) + s[768 + (l & 255)]!);
      l ^=
        p[i + 1]! ^
        (((s[r >>> 24]! + s[256 + ((r >>> 16) & 255)]!) ^ s[512 + ((r >>> 8) & 255)]!) + s[768 + (r & 255)]!);
    }
    this.left = r ^ p[ROUNDS + 1]!;
    this.right = l;
  }

  /** Cycles through the key's words; encrypts the salt's words, or zeros. */
  expand(key: Int32Array, salt: Int32Array | null): void {
    const { p, s } = this;
    for (let i = 0; i < p.length; i += 1) p[i]! ^= key[i % key.length]!;
    this.left = this.right = 0;
    let at = 0;
    for (const table of [p, s])
      for (let i = 0; i < table.length; i += 2) {
        if (salt) {
          this.left ^= salt[at]!;
          this.right ^= salt[at + 1]!;
          at = (at + 2) % 4;
        }
        this.encrypt();
        table[i] = this.left;
        table[i + 1] = this.right;
      }
  }
}

const words = (bytes: Buffer): Int32Array =>
  Int32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readInt32BE(i * 4));

/** A password as its bytes and a NUL, at most 72 bytes, repeated to the length of the table it is added to. */
const keyWords = (password: string): Int32Array => {
  const bytes = Buffer.concat([Buffer.from(password), Buffer.alloc(1)]).subarray(0, 72);
  return words(Buffer.alloc((ROUNDS + 2) * 4, bytes));
};

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const decode = (text: string): Buffer =>
  Buffer.from([...text].map((letter) => STANDARD[ALPHABET.indexOf(letter)]).join(''), 'base64');

const TEXT = Buffer.from('OrpheanBeholderScryDoubt');
const PAIRS_AT_ONCE = 16;

/** `hash` must have the form `$2b$10$` followed by 22 characters of salt and 31 of hash; the caller has checked this. */
export const bcryptMatches = async (hash: string, password: string): Promise<boolean> => {
  const [, , cost, rest] = hash.split('$') as [string, string, string, string];
  const salt = words(decode(rest.slice(0, 22)));
  const key = keyWords(password);
  const saltKey = Int32Array.from({ length: ROUNDS + 2 }, (_, i) => salt[i % 4]!);
  const cipher = new Blowfish();
  cipher.expand(key, salt);
  for (let n = 2 ** Number(cost); n > 0; n -= 1) {
    cipher.expand(key, null);
    cipher.expand(saltKey, null);
    if (n % PAIRS_AT_ONCE === 0) await otherWork();
  }
  const made = words(TEXT);
  for (let i = 0; i < made.length; i += 2) {
    [cipher.left, cipher.right] = [made[i]!, made[i + 1]!];
    for (let n = 0; n < 64; n += 1) cipher.encrypt();
    [made[i], made[i + 1]] = [cipher.left, cipher.right];
  }
  const bytes = Buffer.alloc(24);
  made.forEach((word, i) => bytes.writeInt32BE(word, i * 4));
  return timingSafeEqual(bytes.subarray(0, 23), decode(rest.slice(22)).subarray(0, 23));
};
