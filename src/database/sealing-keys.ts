/**
 * The sealing keys of this process, and whether it may encrypt with them: SEALING_KEYS, or a generated key in the data directory. The database
 * stores the key ids and a proof of each, so that no process encrypts with a key that the others do not have.
 */
import path from 'node:path';
import { ConfigurationError, type Config } from '../config';
import type { Logger } from '../platform/logger';
import { newKey } from '../platform/random';
import { proofOf, SealingKeys, type SealingKey } from '../platform/sealing-keys';
import { damaged, readOrCreate } from '../platform/secret-file';
import type { Database } from './database';

/** Columns with encrypted secrets: tables with an id, the encrypted secret and the id of its key. */
export const SEALED = [{ table: 'totp_secrets', id: 'authenticator_id', column: 'seed' }] as const;

type SealedColumn = (typeof SEALED)[number];

export interface SealedRow {
  id: string;
  sealed: Buffer;
  keyId: string;
}

/** Rows that were sealed with a different key, in the order of their ids. */
export const listSealedByOthers = (
  database: Database,
  { table, id, column }: SealedColumn,
  { key, after, limit }: { key: string; after: string; limit: number },
): Promise<SealedRow[]> =>
  database.query<SealedRow>(
    `select ${id} as id, ${column} as sealed, key_id as "keyId" from ${table} where key_id <> $1 and ${id} > $2 order by ${id} limit $3`,
    [key, after, limit],
  );

/** Skips a row that was sealed again in the meantime. Returns how many rows changed. */
export const replaceSealed = (
  database: Database,
  { table, id, column }: SealedColumn,
  earlier: SealedRow,
  { sealed, keyId }: Omit<SealedRow, 'id'>,
): Promise<number> =>
  database.execute(`update ${table} set ${column} = $3, key_id = $4 where ${id} = $1 and key_id = $2`, [
    earlier.id,
    earlier.keyId,
    sealed,
    keyId,
  ]);

const ownKey = async (dataDir: string): Promise<SealingKey> => {
  const file = path.join(dataDir, 'sealing-key.json');
  const kept = await readOrCreate(file, () => {
    const key = newKey();
    return { id: proofOf({ id: '', key }).toString('hex').slice(0, 12), key: key.toString('base64url') };
  });
  const key = Buffer.from(String(kept?.key), 'base64url');
  if (typeof kept?.id !== 'string' || key.length !== 32) throw damaged(file);
  return { id: kept.id, key };
};

/** Configured keys are always registered; a generated key only if the database knows none. */
const register = (database: Database, ownKeys: SealingKey[], given: boolean): Promise<Map<string, Buffer>> =>
  database.transaction(async (tx) => {
    await tx.execute('lock table sealing_keys in share row exclusive mode');
    await tx.execute(
      `insert into sealing_keys (id, proof, created_at) select k.*, now() from unnest($1::text[], $2::bytea[]) as k
       where $3 or not exists (select from sealing_keys) on conflict do nothing`,
      [ownKeys.map(({ id }) => id), ownKeys.map(proofOf), given],
    );
    const known = await tx.query<{ id: string; proof: Buffer }>('select id, proof from sealing_keys');
    return new Map(known.map(({ id, proof }) => [id, proof]));
  });

/** The ids of keys that this process lacks and that stored secrets need. Unused keys do not count: a rotation begins and ends with them. */
export const missingKeys = async (database: Database, keys: SealingKeys): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select k.id from sealing_keys k where k.id <> all($1::text[]) and (${SEALED.map(
      ({ table }) => `exists (select from ${table} where key_id = k.id)`,
    ).join(' or ')}) order by k.id`,
    [keys.ids],
  );
  return rows.map(({ id }) => id);
};

export const loadSealingKeys = async (
  { sealingKeys, dataDir }: Pick<Config, 'sealingKeys' | 'dataDir'>,
  database: Database,
  logger: Logger,
): Promise<SealingKeys> => {
  const given = sealingKeys.length > 0;
  const ownKeys = given ? sealingKeys : [await ownKey(dataDir)];
  const known = await register(database, ownKeys, given);
  const wrong = ownKeys.filter((key) => known.has(key.id) && !proofOf(key).equals(known.get(key.id)!));
  if (wrong.length > 0)
    throw new ConfigurationError(
      wrong.map(
        ({ id }) => `SEALING_KEYS has a different key for the id "${id}" than the one this database was used with`,
      ),
    );
  const keys = new SealingKeys(ownKeys, ownKeys.find(({ id }) => known.has(id))?.id ?? null);
  const lacking = await missingKeys(database, keys);
  if (lacking.length > 0) logger.error({ keys: lacking }, 'secrets cannot be decrypted: check SEALING_KEYS');
  if (keys.current === null)
    logger.warn('secrets cannot be encrypted: another process chose the key of this database; check SEALING_KEYS');
  return keys;
};
