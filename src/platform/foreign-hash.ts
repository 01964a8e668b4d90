/**
 * Hashes of passwords that other systems made: which are taken over, in which form they are kept, and how they are verified until the first
 * sign-in replaces them. What one costs to verify is bounded, so that no import can make the sign-in slow.
 */
import { createHash, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify as bcryptMatches } from '@node-rs/bcrypt';

const MAX_LENGTH = 600;
const MAX_ITERATIONS = 2_000_000;
const MAX_MEMORY_KIB = 262_144;
const MAX_PASSES = 20;
const MAX_LANES = 16;
const COSTS = { least: 4, most: 14 };

const derive = promisify(pbkdf2);
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');

const ARGON2 =
  /^\$argon2(?:id|i|d)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,100})\$([A-Za-z0-9+/]{16,100})$/;
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const PBKDF2 =
  /^\$pbkdf2-(sha1|sha256|sha512)\$(?:i=)?(\d{1,7})\$([A-Za-z0-9+/.]{2,100}={0,2})\$([A-Za-z0-9+/.]{20,120}={0,2})$/;
const SALTED = /^\{SSHA(256|512)?\}([A-Za-z0-9+/]{20,200}={0,2})$/;
const DIGESTS: Record<string, [name: string, bytes: number]> = {
  '': ['sha1', 20],
  '256': ['sha256', 32],
  '512': ['sha512', 64],
};

const BCRYPT_LETTERS = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The last letters of salt and hash carry 4 and 2 unused bits. Some systems set them, and the library then refuses the hash. */
const withoutUnusedBits = (bcrypt: string): string => {
  const cleared = (at: number, bits: number): string =>
    BCRYPT_LETTERS[(BCRYPT_LETTERS.indexOf(bcrypt.at(at)!) >> bits) << bits]!;
  return bcrypt.slice(0, -32) + cleared(-32, 4) + bcrypt.slice(-31, -1) + cleared(-1, 2);
};

/** Of PBKDF2 in the form that is kept. */
export const pbkdf2Hash = (digest: string, iterations: number, salt: Buffer, hash: Buffer): string =>
  `$pbkdf2-${digest}$i=${iterations}$${unpadded(salt)}$${unpadded(hash)}`;

export const argon2Hash = (
  type: string,
  { memory, passes, lanes }: { memory: number; passes: number; lanes: number },
  salt: Buffer,
  hash: Buffer,
): string => `$argon2${type}$v=19$m=${memory},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;

/** The form in which a hash is kept; null for what is none, is of another kind, or costs too much to verify. */
export const foreignHash = (text: string): string | null => {
  if (text.length > MAX_LENGTH) return null;
  const argon2 = ARGON2.exec(text);
  if (argon2) {
    const [memory, passes, lanes] = argon2.slice(1, 4).map(Number) as [number, number, number];
    const isBearable = memory <= MAX_MEMORY_KIB && passes <= MAX_PASSES && lanes <= MAX_LANES;
    return isBearable && passes > 0 && lanes > 0 && memory >= 8 * lanes ? text : null;
  }
  const bcrypt = BCRYPT.exec(text);
  if (bcrypt) return Number(bcrypt[1]) >= COSTS.least && Number(bcrypt[1]) <= COSTS.most ? text : null;
  const derived = PBKDF2.exec(text);
  if (derived) {
    // Passlib writes a dot for the plus.
    const [digest, iterations, salt, hash] = derived.slice(1).map((part) => part.replaceAll('.', '+'));
    if (Number(iterations) < 1 || Number(iterations) > MAX_ITERATIONS) return null;
    return pbkdf2Hash(digest!, Number(iterations), bytesOf(salt!), bytesOf(hash!));
  }
  const salted = SALTED.exec(text);
  if (salted) return bytesOf(salted[2]!).length > DIGESTS[salted[1] ?? '']![1] ? text : null;
  return null;
};

/** Whether it is one that argon2 itself does not verify. */
export const isForeign = (hash: string): boolean => !hash.startsWith('$argon2');

export const foreignMatches = async (hash: string, password: string): Promise<boolean> => {
  if (BCRYPT.test(hash)) return bcryptMatches(password, withoutUnusedBits(hash));
  const derived = PBKDF2.exec(hash);
  if (derived) {
    const [digest, iterations, salt, kept] = derived.slice(1) as [string, string, string, string];
    const wanted = bytesOf(kept);
    return timingSafeEqual(await derive(password, bytesOf(salt), Number(iterations), wanted.length, digest), wanted);
  }
  const salted = SALTED.exec(hash);
  if (!salted) return false;
  const [digest, length] = DIGESTS[salted[1] ?? '']!;
  const bytes = bytesOf(salted[2]!);
  const made = createHash(digest).update(password).update(bytes.subarray(length)).digest();
  return timingSafeEqual(made, bytes.subarray(0, length));
};
