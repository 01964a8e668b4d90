/** Settings of the service, stored in the database and read where they are needed. Unset ones have their default. */
import type { Database } from '../../database/database';
import { TABLE, type SettingKey, type Settings } from './table';

export type { Settings } from './table';
export type RetentionKey = Extract<SettingKey, `retention.${string}`>;

export const readSettings = async <K extends SettingKey>(
  database: Database,
  keys: readonly K[],
): Promise<Pick<Settings, K>> => {
  const rows = await database.query<{ key: K; value: Settings[K] }>(
    'select key, value from settings where key = any($1::text[])',
    [keys],
  );
  const set = new Map(rows.map(({ key, value }) => [key, value]));
  return Object.fromEntries(keys.map((key) => [key, set.get(key) ?? TABLE[key].default])) as Pick<Settings, K>;
};

export const readSetting = async <K extends SettingKey>(database: Database, key: K): Promise<Settings[K]> =>
  (await readSettings(database, [key]))[key];
