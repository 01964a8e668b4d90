/** Encrypts a record under a key that is derived from its own id. The database only holds the hash of the id, so it cannot be decrypted from there. */
import { hkdfSync } from 'node:crypto';
import { decrypt, encrypt } from '../platform/seal';

const keyOf = (id: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', id, '', `castellan ${purpose}`, 32));

export const seal = (id: string, purpose: string, content: unknown): Buffer =>
  encrypt(keyOf(id, purpose), Buffer.from(JSON.stringify(content)));

/** Null if it was not sealed under this id or not for this purpose. */
export const unseal = <T>(id: string, purpose: string, sealed: Buffer): T | null => {
  const content = decrypt(keyOf(id, purpose), sealed);
  return content && (JSON.parse(content.toString('utf8')) as T);
};
