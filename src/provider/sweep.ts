/** Removes short-lived records that have expired: they are of use to nobody, and anonymous requests make them. */
import type { Database } from '../database/database';
import type { Logger } from '../platform/logger';

const INTERVAL_MS = 60_000;
const BATCH = 5_000;

export const sweep = (database: Database): Promise<number> =>
  database.execute(
    `delete from oidc_artifacts where (model, id_hash) in (
       select model, id_hash from oidc_artifacts where expires_at < now() order by expires_at limit ${BATCH} for update skip locked)`,
  );

export const sweepEvery = (database: Database, logger: Logger): (() => void) => {
  const timer = setInterval(() => {
    sweep(database).catch((error: unknown) => logger.warn({ err: error }, 'expired records could not be removed'));
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
};
