/** Encrypts a record under a key that only its own id gives: a database that holds the hash of the id cannot read it. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

const keyOf = (id: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', id, '', `castellan ${purpose}`, 32));

export const seal = (id: string, purpose: string, content: unknown): Buffer => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyOf(id, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
};

/** Null where it was not sealed under this id, or not for this purpose. */
export const unseal = <T>(id: string, purpose: string, sealed: Buffer): T | null => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(id, purpose), sealed.subarray(0, NONCE));
    decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
};
