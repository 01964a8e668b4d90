/**
 * scrypt: in the PHC format (`$scrypt$ln=16,r=8,p=1$salt$hash`), as Django writes it, and Firebase's variant, which encrypts a key of the project
 * with the derived key.
 */
import { createCipheriv, scrypt as deriveKey, type ScryptOptions, timingSafeEqual } from 'node:crypto';
import { bytesOf, type HashFamily, unpadded } from './family';

/** Of all lanes together, since they are computed one after another: it limits the time as well. */
const MAX_MEMORY_BYTES = 268_435_456;

const MAX_LANES = 16;

const BASE64 = String.raw`([A-Za-z0-9+/.]{2,120}={0,2})`;
const PHC = new RegExp(String.raw`^\$scrypt\$ln=(\d{1,8}),r=(\d{1,3}),p=(\d{1,3})\$${BASE64}\$${BASE64}$`);
/** The salt is text. */
const DJANGO = new RegExp(String.raw`^scrypt\$([^$]{1,100})\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$${BASE64}$`);
const FIREBASE = new RegExp(
  String.raw`^\$fbscrypt\$v=1,n=(\d{1,2}),r=(\d{1,3}),p=1,ss=([A-Za-z0-9+/]{0,60}={0,2}),sk=${BASE64}\$${BASE64}\$${BASE64}$`,
);

const derive = (password: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    deriveKey(password, salt, length, { ...options, maxmem: 2 * MAX_MEMORY_BYTES }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

const isBearable = (logN: number, r: number, p: number): boolean =>
  Number.isInteger(logN) &&
  logN >= 1 &&
  r >= 1 &&
  p >= 1 &&
  p <= MAX_LANES &&
  128 * 2 ** logN * r * p <= MAX_MEMORY_BYTES;

const readPhc = (text: string): string | null => {
  const found = PHC.exec(text);
  if (!found) return null;
  const [ln, r, p] = found.slice(1, 4).map(Number) as [number, number, number];
  // Kratos writes N itself.
  const logN = ln > 31 ? Math.log2(ln) : ln;
  const [salt, hash] = [bytesOf(found[4]!), bytesOf(found[5]!)];
  if (hash.length < 16 || !isBearable(logN, r, p)) return null;
  return `$scrypt$ln=${logN},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;
};

/** A hash with the given cost (N), in the PHC format. */
export const scryptHash = (
  { cost, r, p }: { cost: number; r: number; p: number },
  salt: Buffer,
  hash: Buffer,
): string => `$scrypt$ln=${Math.log2(cost)},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;

const readDjango = (text: string): string | null => {
  const [, salt, n, r, p, hash] = DJANGO.exec(text) ?? [];
  if (salt === undefined) return null;
  return readPhc(scryptHash({ cost: Number(n), r: Number(r), p: Number(p) }, Buffer.from(salt), bytesOf(hash!)));
};

const readFirebase = (text: string): string | null => {
  const [, n, r, , key, , hash] = FIREBASE.exec(text) ?? [];
  if (n === undefined || bytesOf(hash!).length !== bytesOf(key!).length) return null;
  return bytesOf(key!).length >= 16 && isBearable(Number(n), Number(r), 1) ? text : null;
};

export interface FirebaseKey {
  signerKey: Buffer;
  saltSeparator: Buffer;
  rounds: number;
  memoryCost: number;
}

/** The form in which Firebase's hashes are stored, with the parameters of their project. */
export const firebaseHash = (
  { signerKey, saltSeparator, rounds, memoryCost }: FirebaseKey,
  salt: Buffer,
  hash: Buffer,
): string =>
  `$fbscrypt$v=1,n=${memoryCost},r=${rounds},p=1,ss=${unpadded(saltSeparator)},sk=${unpadded(signerKey)}$${unpadded(salt)}$${unpadded(hash)}`;

const verifyFirebase = async (
  [n, r, separator, key, salt, hash]: [string, string, string, string, string, string],
  password: string,
): Promise<boolean> => {
  const salted = Buffer.concat([bytesOf(salt), bytesOf(separator)]);
  const derived = await derive(password, salted, 32, { N: 2 ** Number(n), r: Number(r), p: 1 });
  const cipher = createCipheriv('aes-256-ctr', derived, Buffer.alloc(16));
  return timingSafeEqual(Buffer.concat([cipher.update(bytesOf(key)), cipher.final()]), bytesOf(hash));
};

export const scrypt: HashFamily = {
  read: (text) => readPhc(text) ?? readDjango(text) ?? readFirebase(text),

  verify: (stored, password) => {
    const firebase = FIREBASE.exec(stored);
    if (firebase)
      return verifyFirebase(firebase.slice(1) as [string, string, string, string, string, string], password);
    const found = PHC.exec(stored);
    if (!found) return null;
    const [ln, r, p] = found.slice(1, 4).map(Number) as [number, number, number];
    const wanted = bytesOf(found[5]!);
    return derive(password, bytesOf(found[4]!), wanted.length, { N: 2 ** ln, r, p }).then((made) =>
      timingSafeEqual(made, wanted),
    );
  },
};
