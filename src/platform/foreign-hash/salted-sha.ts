/** SHA-1 and SHA-2 with a salt, as LDAP directories store them: the digest, followed by the salt. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { bytesOf, type HashFamily } from './family';

const SALTED = /^\{SSHA(256|512)?\}([A-Za-z0-9+/]{20,200}={0,2})$/;

const DIGESTS: Record<string, [name: string, bytes: number]> = {
  '': ['sha1', 20],
  '256': ['sha256', 32],
  '512': ['sha512', 64],
};

/** The stored form of a digest of the password followed by the salt; null if the digest is not supported. */
export const saltedShaHash = (digest: string, hash: Buffer, salt: Buffer): string | null => {
  const bits = Object.keys(DIGESTS).find((key) => DIGESTS[key]![0] === digest);
  if (bits === undefined || hash.length !== DIGESTS[bits]![1]) return null;
  return `{SSHA${bits}}${Buffer.concat([hash, salt]).toString('base64')}`;
};

export const saltedSha: HashFamily = {
  read: (text) => {
    const found = SALTED.exec(text);
    return found && bytesOf(found[2]!).length > DIGESTS[found[1] ?? '']![1] ? text : null;
  },

  verify: (stored, password) => {
    const found = SALTED.exec(stored);
    if (!found) return null;
    const [digest, length] = DIGESTS[found[1] ?? '']!;
    const bytes = bytesOf(found[2]!);
    const made = createHash(digest).update(password).update(bytes.subarray(length)).digest();
    return Promise.resolve(timingSafeEqual(made, bytes.subarray(0, length)));
  },
};
