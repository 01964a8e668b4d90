/**
 * Finishes large receipts in the background: writes their items and stamps the rows, in batches. Nothing waits for it, because the predicate and
 * the receipt are already correct; afterwards reads are cheaper. Several processes share the work through row locks. A batch reads the next rows of
 * the receipt's selections and stores how far it came, so that the whole takes time in proportion to the number of rows.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../database/database';
import type { RevocationItemType } from '../../schema/enums';
import type { Handler } from '../job/task';
import { countsOf, stamp, writeItems } from './engine';
import type { RevocationCounts, Settling } from './entity';
import { type Position, type ScannedItem, scannedPage } from './pages';
import { countByType, receiptItems, type Selection } from './selection';

const BATCH = 5_000;

/** Between two batches the database has as much time for others as the last batch took, within this limit. */
const LONGEST_PAUSE_MS = 1_000;

interface Unsettled {
  id: string;
  selections: Selection[];
  settling: Settling | null;
}

/** For receipts of earlier versions, which did not say where settling begins. */
const begin = async (database: Database, id: string): Promise<Settling> => {
  const written = countByType(receiptItems({ id, selections: [] }));
  const rows = await database.query<{ type: RevocationItemType; count: number }>(written.sql, written.values);
  return { selection: 0, value: 0, after: null, counts: countsOf(rows) };
};

/** The position behind the last row of a page. Values come in order, and the rows of one by id. */
const behind = (page: ScannedItem[]): Position => {
  const last = page.reduce((a, b) => (b.value > a.value || (b.value === a.value && b.itemId > a.itemId) ? b : a));
  return { value: last.value, after: last.itemId };
};

const add = (counts: RevocationCounts, more: RevocationCounts): RevocationCounts =>
  Object.fromEntries(
    Object.entries(counts).map(([name, n]) => [name, n + more[name as keyof RevocationCounts]]),
  ) as unknown as RevocationCounts;

/** Processes one batch of one receipt; returns false when there is nothing to do. */
export const settleBatch = (database: Database): Promise<boolean> =>
  database.transaction(async (tx) => {
    const receipt = await tx.one<Unsettled>(
      'select id, selections, settling from revocations where counts is null order by id limit 1 for update skip locked',
    );
    if (!receipt) return false;
    const progress = receipt.settling ?? (await begin(tx, receipt.id));
    const selection = receipt.selections[progress.selection];
    if (!selection) {
      await tx.execute(`update revocations set counts = $2, selections = '[]', settling = null where id = $1`, [
        receipt.id,
        JSON.stringify(progress.counts),
      ]);
      return true;
    }
    const { sql, values } = scannedPage(selection, receipt.id, progress, BATCH);
    const page = await tx.query<ScannedItem>(sql, values);
    const ended = page.filter((row) => row.ended);
    const written = ended.length > 0 ? await writeItems(tx, receipt.id, ended) : [];
    await stamp(tx, receipt.id, ended);
    const next = page.length < BATCH ? { selection: progress.selection + 1, value: 0, after: null } : behind(page);
    const counts = add(progress.counts, countsOf(written.map(({ type }) => ({ type, count: 1 }))));
    await tx.execute('update revocations set settling = $2 where id = $1', [
      receipt.id,
      JSON.stringify({ ...progress, ...next, counts }),
    ]);
    return true;
  });

/** Processes batch after batch until nothing is left; several processes may do so at once. */
export const settle: Handler = async (_, { database, signal }) => {
  for (;;) {
    signal.throwIfAborted();
    const begun = performance.now();
    if (!(await settleBatch(database))) return;
    await sleep(Math.min(performance.now() - begun, LONGEST_PAUSE_MS), undefined, { signal });
  }
};
