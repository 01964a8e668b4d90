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

export const passwordHash = (password: string): Promise<string> => limited(() => argon2(password, ARGON2ID));

/** For a password that is only compared with one hashed with the same salt of at least 16 bytes. */
export const passwordDigest = (password: string, salt: Buffer): Promise<Buffer> =>
  limited(() => hashRaw(password, { ...ARGON2ID, salt }));

/** Checked when the user is unknown, so that both answers take the same time. */
const DUMMY_HASH = '$argon2id$v=19$m=19456,t=2,p=1$yojz1qslwW88LIQ26nNyHg$wETtFkPi5Ji45TlMQX801XYVOYnshl3QmJw/Xbe/Q6Y';

/** Verifying an imported hash takes at least as long as verifying one of our own, right or wrong. */
export const passwordMatches = async (hash: string | null, password: string): Promise<boolean> => {
  const isImported = hash !== null && isForeign(hash);
  const ours = limited(() => verify(isImported ? DUMMY_HASH : (hash ?? DUMMY_HASH), password)).catch(() => false);
  if (!isImported) return (await ours) && hash !== null;
  const [matches] = await Promise.all([limited(() => foreignMatches(hash, password)).catch(() => false), ours]);
  return matches;
};

/** Whether a hash is weaker than those made here. It is replaced as soon as the password is known. */
export const isOutdated = (hash: string): boolean => {
  const memory = /^\$argon2id\$v=19\$m=(\d+),/.exec(hash)?.[1];
  return memory === undefined || Number(memory) < ARGON2ID.memoryCost!;
};
