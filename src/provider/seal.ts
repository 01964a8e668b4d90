/** Encrypts a record under a key that only its own id gives: a database that holds the hash of the id cannot read it. */
import { hkdfSync } from 'node:crypto';
import { decrypt, encrypt } from '../platform/seal';

const keyOf = (id: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', id, '', `castellan ${purpose}`, 32));

export const seal = (id: string, purpose: string, content: unknown): Buffer =>
  encrypt(keyOf(id, purpose), Buffer.from(JSON.stringify(content)));

/** Null where it was not sealed under this id, or not for this purpose. */
export const unseal = <T>(id: string, purpose: string, sealed: Buffer): T | null => {
  const content = decrypt(keyOf(id, purpose), sealed);
  return content && (JSON.parse(content.toString('utf8')) as T);
};
