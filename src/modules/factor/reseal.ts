/** Re-encrypts secrets that were sealed with a former key with the current one, so that the former key can be removed after a rotation. */
import { listSealedByOthers, replaceSealed, SEALED } from '../../database/sealing-keys';
import { defineTask, type Handler } from '../../core/job/task';

const BATCH = 500;

/** The job that re-encrypts secrets after a key rotation. */
export const resealTask = defineTask('reseal');

export const reseal: Handler = async (_, { database, sealing, logger, signal }) => {
  if (sealing.current === null) return;
  for (const where of SEALED) {
    const { table, column } = where;
    for (let after = '00000000-0000-0000-0000-000000000000', resealed = 0; ;) {
      signal.throwIfAborted();
      const rows = await listSealedByOthers(database, where, { key: sealing.current, after, limit: BATCH });
      // Skips keys that only other processes hold.
      for (const row of rows.filter(({ keyId }) => sealing.holds(keyId))) {
        const place = { table, column, id: row.id };
        resealed += await replaceSealed(database, where, row, sealing.seal(place, sealing.open(place, row)));
      }
      if (rows.length < BATCH) {
        if (resealed > 0)
          logger.info({ table, resealed, key: sealing.current }, 'secrets were resealed with the current key');
        break;
      }
      after = rows.at(-1)!.id;
    }
  }
};
