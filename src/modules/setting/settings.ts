/** Settings of the service, kept in the database; what is not set has its default. */
import type { Database } from '../../database/database';

const DEFAULTS = {
  /** A user must be disabled before being deleted. */
  'users.delete.requireDisabled': true,
  /** Deleting a user blanks addresses and names in the events about them. */
  'users.delete.anonymizeEvents': true,
  /** Revoking a consent also ends the tokens that rest on it. */
  'consents.revokeCascade': true,
};
export type Settings = typeof DEFAULTS;

export const readSetting = async <K extends keyof Settings>(database: Database, key: K): Promise<Settings[K]> => {
  const row = await database.one<{ value: Settings[K] }>('select value from settings where key = $1', [key]);
  return row ? row.value : DEFAULTS[key];
};
