/** The keys that encrypt secrets which the service has to read again, such as TOTP seeds. They are never stored in the database. */
import { createHmac } from 'node:crypto';
import { decrypt, encrypt } from './seal';

export interface SealingKey {
  id: string;
  key: Buffer;
}

/** The place an encrypted value belongs to; copied to another row or column it cannot be decrypted. */
export interface SealingContext {
  table: string;
  column: string;
  id: string;
}

export interface Sealed {
  keyId: string;
  sealed: Buffer;
}

/** This process lacks a required key. */
export class MissingSealingKey extends Error {}

const boundTo = (keyId: string, { table, column, id }: SealingContext): string =>
  JSON.stringify([keyId, table, column, id]);

/** What the database stores of a key, to check that two processes have the same key for an id. */
export const proofOf = ({ key }: SealingKey): Buffer =>
  createHmac('sha256', key).update('castellan sealing key').digest();

export class SealingKeys {
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(
    held: SealingKey[],
    /** The id of the key that encrypts; null if none of them may. */
    readonly current: string | null,
  ) {
    this.keys = new Map(held.map(({ id, key }) => [id, key]));
  }

  get ids(): string[] {
    return [...this.keys.keys()];
  }

  holds(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  seal(place: SealingContext, secret: string): Sealed {
    const key = this.current && this.keys.get(this.current);
    if (!key)
      throw new MissingSealingKey(
        'this process has no key to encrypt secrets with: use the SEALING_KEYS of the other processes',
      );
    const keyId = this.current!;
    return { keyId, sealed: encrypt(key, Buffer.from(secret), boundTo(keyId, place)) };
  }

  open(place: SealingContext, { keyId, sealed }: Sealed): string {
    const key = this.keys.get(keyId);
    if (!key)
      throw new MissingSealingKey(
        `this process does not have the sealing key ${JSON.stringify(keyId)}: check SEALING_KEYS`,
      );
    const secret = decrypt(key, sealed, boundTo(keyId, place));
    if (!secret) throw new Error(`the encrypted value in ${place.table}.${place.column} does not belong there`);
    return secret.toString('utf8');
  }
}
