/**
 * Password hashes from other systems: which are accepted, how they are stored, and how they are verified until the first sign-in replaces them.
 * The cost of verification is limited, so that an import cannot slow down sign-ins.
 */
import { readArgon2 } from './argon2';
import { bcrypt } from './bcrypt';
import { crypt } from './crypt';
import type { HashFamily } from './family';
import { pbkdf2 } from './pbkdf2';
import { saltedSha } from './salted-sha';
import { scrypt } from './scrypt';

export { argon2Hash } from './argon2';
export { pbkdf2Hash } from './pbkdf2';
export { saltedShaHash } from './salted-sha';
export { firebaseHash, type FirebaseKey, scryptHash } from './scrypt';

const FAMILIES: HashFamily[] = [bcrypt, saltedSha, crypt, scrypt, pbkdf2];

/** For messages. */
export const HASH_FAMILIES = 'argon2, bcrypt, scrypt, PBKDF2, SHA-crypt, phpass or {SSHA}';

const MAX_LENGTH = 600;

/** What LDAP directories, Spring and Django put before a hash that names its own kind. */
const WRAPPED = /^(?:\{(?:CRYPT|ARGON2|BCRYPT)\}(?=\$)|(?:argon2|bcrypt)\$(?=argon2|\$))/i;

const unwrapped = (text: string): string => {
  const inner = text.replace(WRAPPED, '');
  return inner !== text && inner.startsWith('argon2') ? `$${inner}` : inner;
};

/** The stored form of a hash; null if it is not a hash, is of an unsupported kind, or costs too much to verify. */
export const foreignHash = (text: string): string | null => {
  if (text.length > MAX_LENGTH) return null;
  const hash = unwrapped(text);
  for (const read of [readArgon2, ...FAMILIES.map((family) => family.read)]) {
    const stored = read(hash);
    if (stored !== null) return stored;
  }
  return null;
};

/** Whether argon2 itself cannot verify it. */
export const isForeign = (hash: string): boolean => !hash.startsWith('$argon2');

export const foreignMatches = async (stored: string, password: string): Promise<boolean> => {
  for (const family of FAMILIES) {
    const verified = family.verify(stored, password);
    if (verified !== null) return verified;
  }
  return false;
};
