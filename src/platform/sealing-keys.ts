/** The keys that seal secrets which the service itself has to read again, such as seeds: they are never in the database. */
import { createHmac } from 'node:crypto';
import { decrypt, encrypt } from './seal';

export interface SealingKey {
  id: string;
  key: Buffer;
}

/** The one place where a sealed value belongs: copied to another row or column it does not open. */
export interface Place {
  table: string;
  column: string;
  id: string;
}

export interface Sealed {
  keyId: string;
  sealed: Buffer;
}

/** This process was not given a key that it needs. */
export class KeyNotHeld extends Error {}

const boundTo = (keyId: string, { table, column, id }: Place): string => JSON.stringify([keyId, table, column, id]);

/** What the database may keep of a key, to tell whether two processes mean the same by its id. */
export const proofOf = ({ key }: SealingKey): Buffer =>
  createHmac('sha256', key).update('castellan sealing key').digest();

export class SealingKeys {
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(
    held: SealingKey[],
    /** The id of the one that seals; null where none of them may. */
    readonly current: string | null,
  ) {
    this.keys = new Map(held.map(({ id, key }) => [id, key]));
  }

  holds(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  seal(place: Place, secret: string): Sealed {
    const key = this.current && this.keys.get(this.current);
    if (!key)
      throw new KeyNotHeld(
        'this process holds no key that secrets may be sealed with: give it the SEALING_KEYS of the others',
      );
    const keyId = this.current!;
    return { keyId, sealed: encrypt(key, Buffer.from(secret), boundTo(keyId, place)) };
  }

  open(place: Place, { keyId, sealed }: Sealed): string {
    const key = this.keys.get(keyId);
    if (!key)
      throw new KeyNotHeld(`this process does not hold the sealing key ${JSON.stringify(keyId)}: see SEALING_KEYS`);
    const secret = decrypt(key, sealed, boundTo(keyId, place));
    if (!secret) throw new Error(`what is sealed in ${place.table}.${place.column} does not belong there`);
    return secret.toString('utf8');
  }
}
