/** Settings of the service, stored in the database and read where they are needed. Unset ones have their default. */
import type { Database } from '../../database/database';
import { DEFINITIONS, type SettingKey, type Settings } from './registry';

export type { Settings } from './registry';
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
  return Object.fromEntries(keys.map((key) => [key, set.get(key) ?? DEFINITIONS[key].default])) as Pick<Settings, K>;
};

export const readSetting = async <K extends SettingKey>(database: Database, key: K): Promise<Settings[K]> =>
  (await readSettings(database, [key]))[key];

/** The version of the settings; its row is locked by whoever changes any of them. */
export const readSettingsVersion = async (database: Database, { lock = false } = {}): Promise<number> =>
  (await database.one<{ value: number }>(
    `select value from settings where key = 'version' ${lock ? 'for update' : ''}`,
  ))!.value;

/** Null goes back to the default. */
export const writeSetting = async (database: Database, key: SettingKey, value: unknown): Promise<void> => {
  await (value === null
    ? database.execute('delete from settings where key = $1', [key])
    : database.execute(
        `insert into settings (key, value, updated_at) values ($1, $2, now())
         on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
        [key, JSON.stringify(value)],
      ));
};

export const writeSettingsVersion = async (database: Database, version: number): Promise<void> => {
  await database.execute(`update settings set value = $1, updated_at = now() where key = 'version'`, [String(version)]);
};
