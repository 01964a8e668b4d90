/** Seals anew, with the key that seals now, whatever was sealed with an earlier one: after a rotation the earlier one is soon of no use. */
import { listSealedByOthers, replaceSealed, SEALED } from '../../database/sealing-keys';
import { defineTask, type Handler } from '../../core/job/task';

const BATCH = 500;

/** Seals anew what an earlier key sealed. */
export const resealTask = defineTask('reseal');

export const reseal: Handler = async (_, { database, sealing, logger, signal }) => {
  if (sealing.current === null) return;
  for (const where of SEALED) {
    const { table, column } = where;
    for (let after = '00000000-0000-0000-0000-000000000000', resealed = 0; ;) {
      signal.throwIfAborted();
      const rows = await listSealedByOthers(database, where, { key: sealing.current, after, limit: BATCH });
      // What this process cannot open another one can.
      for (const row of rows.filter(({ keyId }) => sealing.holds(keyId))) {
        const place = { table, column, id: row.id };
        resealed += await replaceSealed(database, where, row, sealing.seal(place, sealing.open(place, row)));
      }
      if (rows.length < BATCH) {
        if (resealed > 0) logger.info({ table, resealed, key: sealing.current }, 'secrets have been sealed anew');
        break;
      }
      after = rows.at(-1)!.id;
    }
  }
};
