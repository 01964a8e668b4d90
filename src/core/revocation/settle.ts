/**
 * Finishes large receipts in the background: writes their items and stamps the rows, in batches. Nothing waits for it, because the predicate and
 * the receipt are already correct; afterwards reads are cheaper. Several processes share the work through row locks.
 */
import type { Database } from '../../database/database';
import type { Handler } from '../job/task';
import { countsOf, stamp, writeItems } from './engine';
import { countByType, endedItems, receiptItems, type SelectedItem, type Selection } from './selection';

const BATCH = 5_000;

/** Processes one batch of one receipt; returns false when there is nothing to do. */
export const settleBatch = (database: Database): Promise<boolean> =>
  database.transaction(async (tx) => {
    const receipt = await tx.one<{ id: string; selections: Selection[] }>(
      'select id, selections from revocations where counts is null order by id limit 1 for update skip locked',
    );
    if (!receipt) return false;
    const { sql, values } = endedItems(receipt.selections, receipt.id);
    const items = await tx.query<SelectedItem>(
      `select i.* from (${sql}) i where not exists (select from revocation_items w where w.revocation_id = $1 and w.item_id = i."itemId") limit ${BATCH}`,
      values,
    );
    if (items.length > 0) {
      await writeItems(tx, receipt.id, items);
      await stamp(tx, receipt.id, items);
      return true;
    }
    const all = countByType(receiptItems({ id: receipt.id, selections: [] }));
    const counts = countsOf(await tx.query(all.sql, all.values));
    await tx.execute(`update revocations set counts = $2, selections = '[]' where id = $1`, [
      receipt.id,
      JSON.stringify(counts),
    ]);
    return true;
  });

/** Processes batch after batch until nothing is left; several processes may do so at once. */
export const settle: Handler = async (_, { database, signal }) => {
  do signal.throwIfAborted();
  while (await settleBatch(database));
};
