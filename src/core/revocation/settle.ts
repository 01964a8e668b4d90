/**
 * Finishes large receipts in the background: writes their items out and stamps the rows, in batches. Nothing waits for it, since the predicate
 * and the receipt tell the truth before; afterwards they no longer have to look for it. Several processes share the work by row locks.
 */
import type { Database } from '../../database/database';
import type { Handler } from '../job/task';
import { countsOf, stamp, writeItems } from './engine';
import { counted, deadItems, receiptItems, type SelectedItem, type Selection } from './selection';

const BATCH = 5_000;

/** One batch of one receipt; false when there is nothing to do. */
export const settleBatch = (database: Database): Promise<boolean> =>
  database.transaction(async (tx) => {
    const receipt = await tx.one<{ id: string; selections: Selection[] }>(
      'select id, selections from revocations where counts is null order by id limit 1 for update skip locked',
    );
    if (!receipt) return false;
    const { sql, values } = deadItems(receipt.selections, receipt.id);
    const items = await tx.query<SelectedItem>(
      `select i.* from (${sql}) i where not exists (select from revocation_items w where w.revocation_id = $1 and w.item_id = i."itemId") limit ${BATCH}`,
      values,
    );
    if (items.length > 0) {
      await writeItems(tx, receipt.id, items);
      await stamp(tx, receipt.id, items);
      return true;
    }
    const all = counted(receiptItems({ id: receipt.id, selections: [] }));
    const counts = countsOf(await tx.query(all.sql, all.values));
    await tx.execute(`update revocations set counts = $2, selections = '[]' where id = $1`, [
      receipt.id,
      JSON.stringify(counts),
    ]);
    return true;
  });

/** Settles what there is, batch after batch; several processes may do so at once. */
export const settle: Handler = async (_, { database, signal }) => {
  do signal.throwIfAborted();
  while (await settleBatch(database));
};
