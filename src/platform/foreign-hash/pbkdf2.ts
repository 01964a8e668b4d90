/** PBKDF2 as many systems write it. Every spelling is stored as `$pbkdf2-sha256$i=27500$salt$hash`, with the name of its digest. */
import { pbkdf2 as deriveKey, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { bytesOf, type HashFamily, unpadded } from './family';

/** Iterations of one block; each takes up to a second. A longer hash consists of several blocks. */
const DIGESTS: Record<string, { bytes: number; most: number }> = {
  sha1: { bytes: 20, most: 2_000_000 },
  sha256: { bytes: 32, most: 2_000_000 },
  sha512: { bytes: 64, most: 1_000_000 },
};

const SALT = String.raw`([A-Za-z0-9+/.]{2,100}={0,2})`;
const HASH = String.raw`([A-Za-z0-9+/.]{20,120}={0,2})`;

/** The stored form, and Passlib's and Kratos' variants of it. */
const MODULAR = new RegExp(
  String.raw`^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,7})(?:,l=(\d{1,3}))?\$${SALT}\$${HASH}$`,
);
const LDAP = new RegExp(String.raw`^\{PBKDF2(?:-(SHA1|SHA256|SHA512))?\}(\d{1,7})\$${SALT}\$${HASH}$`, 'i');
/** The salt is text. */
const DJANGO = new RegExp(String.raw`^pbkdf2_(sha1|sha256)\$(\d{1,7})\$([^$]{1,100})\$${HASH}$`);
const ASP_NET = /^[A-Za-z0-9+/]{60,180}={0,2}$/;

const derive = promisify(deriveKey);

/** The stored form. */
export const pbkdf2Hash = (digest: string, iterations: number, salt: Buffer, hash: Buffer): string =>
  `$pbkdf2-${digest}$i=${iterations}$${unpadded(salt)}$${unpadded(hash)}`;

/**
 * ASP.NET Identity: bytes in base64. Version 2 is a zero, 16 bytes of salt and 32 of hash. Version 3 is a one, then the digest, the iterations
 * and the length of the salt as integers, the salt and the hash.
 */
const fromAspNet = (text: string): string | null => {
  if (!ASP_NET.test(text)) return null;
  const bytes = bytesOf(text);
  if (bytes[0] === 0 && bytes.length === 49)
    return pbkdf2Hash('sha1', 1_000, bytes.subarray(1, 17), bytes.subarray(17));
  if (bytes[0] !== 1) return null;
  const [digest, iterations, saltLength] = [1, 5, 9].map((at) => bytes.readUInt32BE(at)) as [number, number, number];
  const name = ['sha1', 'sha256', 'sha512'][digest];
  if (!name || saltLength < 8 || 13 + saltLength + 16 > bytes.length) return null;
  return pbkdf2Hash(name, iterations, bytes.subarray(13, 13 + saltLength), bytes.subarray(13 + saltLength));
};

const toStoredForm = (text: string): string | null => {
  const django = DJANGO.exec(text);
  if (django) {
    const [digest, iterations, salt, hash] = django.slice(1) as [string, string, string, string];
    return pbkdf2Hash(digest, Number(iterations), Buffer.from(salt), bytesOf(hash));
  }
  const ldap = LDAP.exec(text);
  if (ldap) {
    const [digest = 'SHA1', iterations, salt, hash] = ldap.slice(1);
    return pbkdf2Hash(digest.toLowerCase(), Number(iterations), bytesOf(salt!), bytesOf(hash!));
  }
  const modular = MODULAR.exec(text);
  if (!modular) return fromAspNet(text);
  const [digest = 'sha1', iterations, length, salt, hash] = modular.slice(1);
  if (length !== undefined && Number(length) !== bytesOf(hash!).length) return null;
  return pbkdf2Hash(digest, Number(iterations), bytesOf(salt!), bytesOf(hash!));
};

export const pbkdf2: HashFamily = {
  read: (text) => {
    const stored = toStoredForm(text);
    const [, name, iterations, , , hash] = (stored && MODULAR.exec(stored)) || [];
    const digest = DIGESTS[name ?? ''];
    if (!digest || Number(iterations) < 1) return null;
    return Number(iterations) * Math.ceil(bytesOf(hash!).length / digest.bytes) <= digest.most ? stored : null;
  },

  verify: (stored, password) => {
    const found = MODULAR.exec(stored);
    if (!found) return null;
    const [digest, iterations, , salt, hash] = found.slice(1) as [string, string, string, string, string];
    const wanted = bytesOf(hash);
    return derive(password, bytesOf(salt), Number(iterations), wanted.length, digest).then((made) =>
      timingSafeEqual(made, wanted),
    );
  },
};
