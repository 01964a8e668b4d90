/** Seals anew, with the key that seals now, whatever was sealed with an earlier one: after a rotation the earlier one is soon of no use. */
import { SEALED } from '../../database/sealing-keys';
import { defineTask, type Handler } from '../../core/job/task';

const BATCH = 500;

/** Seals anew what an earlier key sealed. */
export const resealTask = defineTask('reseal');

export const reseal: Handler = async (_, { database, sealing, logger, signal }) => {
  if (sealing.current === null) return;
  for (const { table, id, column } of SEALED)
    for (let after = '00000000-0000-0000-0000-000000000000', resealed = 0; ;) {
      signal.throwIfAborted();
      const rows = await database.query<{ id: string; sealed: Buffer; keyId: string }>(
        `select ${id} as id, ${column} as sealed, key_id as "keyId" from ${table} where key_id <> $1 and ${id} > $2 order by ${id} limit ${BATCH}`,
        [sealing.current, after],
      );
      // What this process cannot open another one can.
      for (const { keyId, ...row } of rows.filter((found) => sealing.holds(found.keyId))) {
        const place = { table, column, id: row.id };
        const anew = sealing.seal(place, sealing.open(place, { keyId, sealed: row.sealed }));
        resealed += await database.execute(
          `update ${table} set ${column} = $3, key_id = $4 where ${id} = $1 and key_id = $2`,
          [row.id, keyId, anew.sealed, anew.keyId],
        );
      }
      if (rows.length < BATCH) {
        if (resealed > 0) logger.info({ table, resealed, key: sealing.current }, 'secrets have been sealed anew');
        break;
      }
      after = rows.at(-1)!.id;
    }
};
