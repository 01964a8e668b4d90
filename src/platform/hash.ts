/** Hashes: SHA-256 for random values of at least 112 bits (tokens, cookies, client secrets, recovery codes), argon2id for values chosen by people. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { hash as argon2, hashRaw, verify, type Options } from '@node-rs/argon2';
import { foreignMatches, isForeign } from './foreign-hash';
import { concurrencyLimit } from './concurrency-limit';

/** What the database stores of a token, code, cookie or client secret. */
export const secretHash = (value: string): Buffer => createHash('sha256').update(value, 'utf8').digest();

export const sameHash = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** OWASP's second recommended configuration; 2 is Argon2id in the library's enumeration. */
const ARGON2ID: Options = { algorithm: 2 as never, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Limits concurrency, so that many sign-ins cannot occupy the whole thread pool. */
const limited = concurrencyLimit(2);

/** A keyboard can send `é` as one character or as two. Passwords are hashed in the composed form (RFC 8265 section 4.2). */
export const composedPassword = (password: string): string => password.normalize('NFC');

export const passwordHash = (password: string): Promise<string> =>
  limited(() => argon2(composedPassword(password), ARGON2ID));

/** For a password that is only compared with one hashed with the same salt of at least 16 bytes. */
export const passwordDigest = (password: string, salt: Buffer): Promise<Buffer> =>
  limited(() => hashRaw(composedPassword(password), { ...ARGON2ID, salt }));

/** Checked when the user is unknown, so that both answers take the same time. */
const DUMMY_HASH = '$argon2id$v=19$m=19456,t=2,p=1$yojz1qslwW88LIQ26nNyHg$wETtFkPi5Ji45TlMQX801XYVOYnshl3QmJw/Xbe/Q6Y';

/** Verifying an imported hash takes at least as long as verifying one of our own, right or wrong. */
const isHashOf = async (hash: string | null, password: string): Promise<boolean> => {
  const isImported = hash !== null && isForeign(hash);
  const ours = limited(() => verify(isImported ? DUMMY_HASH : (hash ?? DUMMY_HASH), password)).catch(() => false);
  if (!isImported) return (await ours) && hash !== null;
  const [matches] = await Promise.all([limited(() => foreignMatches(hash, password)).catch(() => false), ours]);
  return matches;
};

/** Whether a hash is weaker than those made here. */
export const isOutdated = (hash: string): boolean => {
  const memory = /^\$argon2id\$v=19\$m=(\d+),/.exec(hash)?.[1];
  return memory === undefined || Number(memory) < ARGON2ID.memoryCost!;
};

/** The forms that a hash can be of: composed; as it was typed, by earlier releases and most other systems; NFKC, by some. Nearly always one. */
const formsOf = (password: string): string[] => [
  ...new Set([composedPassword(password), password, password.normalize('NFKC')]),
];

/** Whether a password is right, and whether its hash should be replaced by a new one: it is weaker, or of another form of the password. */
export type PasswordVerdict = 'WRONG' | 'RIGHT' | 'RIGHT_BUT_OUTDATED';

/** How many forms are tried depends on the password alone, not on whether there is a user. */
export const verifyPassword = async (hash: string | null, password: string): Promise<PasswordVerdict> => {
  for (const form of formsOf(password))
    if (await isHashOf(hash, form))
      return form === composedPassword(password) && !isOutdated(hash!) ? 'RIGHT' : 'RIGHT_BUT_OUTDATED';
  return 'WRONG';
};

export const passwordMatches = async (hash: string | null, password: string): Promise<boolean> =>
  (await verifyPassword(hash, password)) !== 'WRONG';
