/** Settings of the service, kept in the database; what is not set has its default. */
import type { Database } from '../../database/database';

const DEFAULTS = {
  /** A user must be disabled before being deleted. */
  'users.delete.requireDisabled': true,
  /** Deleting a user blanks addresses and names in the events about them. */
  'users.delete.anonymizeEvents': true,
  /** Revoking a consent also ends the tokens that rest on it. */
  'consents.revokeCascade': true,
  /** Days for which what has expired, ended or been retired is kept; at least one. */
  'retention.tokens': 30,
  'retention.sessions': 90,
  'retention.consents': 365,
  'retention.deviceLinks': 365,
  'retention.idempotencyKeys': 7,
  'retention.signingKeys': 365,
  /** Days for which the jobs that were given up are kept. */
  'retention.jobs': 30,
  /** Days for which events are kept, by whole months. */
  'retention.events': 730,
  /** Days for which receipts are kept, and longer as long as something shows them. */
  'retention.receipts': 1825,
};
export type Settings = typeof DEFAULTS;
export type RetentionKey = Extract<keyof Settings, `retention.${string}`>;

export const readSetting = async <K extends keyof Settings>(database: Database, key: K): Promise<Settings[K]> => {
  const row = await database.one<{ value: Settings[K] }>('select value from settings where key = $1', [key]);
  return row ? row.value : DEFAULTS[key];
};
