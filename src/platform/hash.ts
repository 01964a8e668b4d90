/** Hashes: SHA-256 for random values of at least 112 bits (tokens, cookies, client secrets, recovery codes), argon2id for values chosen by people. */
import { hash, timingSafeEqual } from 'node:crypto';
import { hash as argon2, hashRaw, verify, type Options } from '@node-rs/argon2';
import { foreignMatches, isForeign } from './foreign-hash';
import { concurrencyLimit } from './concurrency-limit';

/** What the database stores of a token, code, cookie or client secret. */
export const secretHash = (value: string): Buffer => hash('sha256', value, 'buffer');

export const sameHash = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** OWASP's second recommended configuration; 2 is Argon2id in the library's enumeration. */
const ARGON2ID: Options = { algorithm: 2 as never, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Limits concurrency, so that many sign-ins cannot occupy the whole thread pool. */
const limited = concurrencyLimit(2);

/** Imported hashes are checked one after another. Other checks never wait for them, because each may take a second or more. */
const oneImported = concurrencyLimit(1, 16);

/** A keyboard can send `é` as one character or as two. Passwords are hashed in the composed form (RFC 8265 section 4.2). */
export const composedPassword = (password: string): string => password.normalize('NFC');

export const passwordHash = (password: string): Promise<string> =>
  limited(() => argon2(composedPassword(password), ARGON2ID));

/** For a password that is only compared with one hashed with the same salt of at least 16 bytes. */
export const passwordDigest = (password: string, salt: Buffer): Promise<Buffer> =>
  limited(() => hashRaw(composedPassword(password), { ...ARGON2ID, salt }));

/** Checked when the user is unknown, so that both answers take the same time. */
const DUMMY_HASH = '$argon2id$v=19$m=19456,t=2,p=1$yojz1qslwW88LIQ26nNyHg$wETtFkPi5Ji45TlMQX801XYVOYnshl3QmJw/Xbe/Q6Y';

/** What the hashes made here begin with. */
const OURS = '$argon2id$v=19$m=19456,t=2,p=1$';

/** Whether another system made the hash, so that checking it may cost more than checking one of ours. */
export const isImported = (hash: string | null): hash is string => hash !== null && !hash.startsWith(OURS);

const isOurHashOf = async (hash: string | null, password: string): Promise<boolean> =>
  (await limited(() => verify(hash ?? DUMMY_HASH, password)).catch(() => false)) && hash !== null;

/** Verifying an imported hash takes at least as long as verifying one of our own, right or wrong. */
const isImportedHashOf = async (hash: string, password: string): Promise<boolean> => {
  const matching = isForeign(hash) ? foreignMatches(hash, password) : verify(hash, password);
  const [matches] = await Promise.all([matching.catch(() => false), isOurHashOf(null, password)]);
  return matches;
};

/** Whether a hash is weaker than those made here. */
export const isOutdated = (hash: string): boolean => {
  const memory = /^\$argon2id\$v=19\$m=(\d+),/.exec(hash)?.[1];
  return memory === undefined || Number(memory) < ARGON2ID.memoryCost!;
};

/**
 * The forms that a hash can be of: composed; as it was typed, by earlier releases and most other systems; NFKC, by some. Nearly always one. Another
 * system may also have hashed what a keyboard sent decomposed.
 */
const formsOf = (password: string, imported: boolean): string[] => [
  ...new Set([
    ...[composedPassword(password), password, password.normalize('NFKC')],
    ...(imported ? [password.normalize('NFD')] : []),
  ]),
];

/** Whether a password is right, and whether its hash should be replaced by a new one: it is weaker, or of another form of the password. */
export type PasswordVerdict = 'WRONG' | 'RIGHT' | 'RIGHT_BUT_OUTDATED';

const verdictOn = async (hash: string | null, password: string): Promise<PasswordVerdict> => {
  const imported = isImported(hash);
  for (const form of formsOf(password, imported))
    if (await (imported ? isImportedHashOf(hash, form) : isOurHashOf(hash, form)))
      return form === composedPassword(password) && !isOutdated(hash!) ? 'RIGHT' : 'RIGHT_BUT_OUTDATED';
  return 'WRONG';
};

/**
 * How many forms are tried depends on the password, not on whether there is a user; an imported hash may add one. Throws `QueueFull` if too many
 * imported hashes are waiting to be checked.
 */
export const verifyPassword = (hash: string | null, password: string): Promise<PasswordVerdict> =>
  isImported(hash) ? oneImported(() => verdictOn(hash, password)) : verdictOn(hash, password);

export const passwordMatches = async (hash: string | null, password: string): Promise<boolean> =>
  (await verifyPassword(hash, password)) !== 'WRONG';
