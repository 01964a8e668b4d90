/**
 * Finishes large receipts in the background: writes their items and stamps the rows, in batches. Nothing waits for it, because the predicate and
 * the receipt are already correct; afterwards reads are cheaper. Several processes share the work through row locks. A batch reads the next rows of
 * the receipt's selections and stores how far it came, so that the whole takes time in proportion to the number of rows. A receipt whose batch fails
 * waits longer and longer, and lets the others go first.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../database/database';
import type { RevocationItemType } from '../../schema/enums';
import { loggable } from '../../platform/logger';
import { encodeId } from '../../platform/type-id';
import { recordEvents, SYSTEM_CALLER } from '../event/record';
import type { Handler } from '../job/task';
import { countEach, countsOf } from './counts';
import { stamp, writeItems } from './engine';
import type { RevocationCounts, Settling } from './entity';
import { type Position, type ScannedItem, scannedPage } from './pages';
import { countByType, receiptItems, type Selection } from './selection';

const BATCH = 5_000;

/** After so many failures in a row a receipt counts as failed. It is tried again, but seldom. */
export const MAX_FAILURES = 5;

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

/** A receipt that failed waits twice as long each time, from two minutes to a day. */
const NEXT = `
  select id, selections, settling from revocations
  where counts is null and (settle_failed_at is null
    or settle_failed_at < now() - least(2 ^ least(settle_failures, 20), 1440) * interval '1 minute')
  order by settle_failures, id limit 1 for update skip locked`;

/** Processes one batch of one receipt, whose id it passes to `taken`; returns false when there is nothing to do. */
export const settleBatch = (database: Database, taken: (id: string) => void = () => {}): Promise<boolean> =>
  database.transaction(async (tx) => {
    const receipt = await tx.one<Unsettled>(NEXT);
    if (!receipt) return false;
    taken(receipt.id);
    const progress = receipt.settling ?? (await begin(tx, receipt.id));
    const selection = receipt.selections[progress.selection];
    if (!selection) {
      await tx.execute(
        `update revocations set counts = $2, selections = '[]', settling = null, settle_failures = 0, settle_failed_at = null where id = $1`,
        [receipt.id, JSON.stringify(progress.counts)],
      );
      return true;
    }
    const { sql, values } = scannedPage(selection, receipt.id, progress, BATCH);
    const page = await tx.query<ScannedItem>(sql, values);
    const ended = page.filter((row) => row.ended);
    const written = ended.length > 0 ? await writeItems(tx, receipt.id, ended) : [];
    await stamp(tx, receipt.id, ended);
    const next = page.length < BATCH ? { selection: progress.selection + 1, value: 0, after: null } : behind(page);
    const counts = add(progress.counts, countEach(written));
    await tx.execute(
      'update revocations set settling = $2, settle_failures = 0, settle_failed_at = null where id = $1',
      [receipt.id, JSON.stringify({ ...progress, ...next, counts })],
    );
    return true;
  });

/** Counts a failure; one more than a few is an event. What the receipt ended stays ended: only its list is incomplete. */
const noteFailure = (database: Database, id: string): Promise<void> =>
  database.transaction(async (tx) => {
    const receipt = await tx.one<{ failures: number; userId: string | null }>(
      `with counted as (
         update revocations set settle_failures = settle_failures + 1, settle_failed_at = now() where id = $1 and counts is null
         returning settle_failures as failures, user_id as "userId")
       select * from counted`,
      [id],
    );
    if (receipt?.failures !== MAX_FAILURES) return;
    const { userId } = receipt;
    const details = { failures: MAX_FAILURES };
    await recordEvents(tx, SYSTEM_CALLER, [
      { type: 'RECEIPT_INCOMPLETE', outcome: 'FAILURE', userId, revocationId: id, details },
    ]);
  });

/** Processes batch after batch until nothing is left; several processes may do so at once. */
export const settle: Handler = async (_, { database, logger, signal }) => {
  for (;;) {
    signal.throwIfAborted();
    const begun = performance.now();
    let taken: string | null = null;
    try {
      if (!(await settleBatch(database, (id) => (taken = id)))) return;
    } catch (error) {
      if (taken === null) throw error;
      logger.warn({ receipt: encodeId('Revocation', taken), err: loggable(error) }, 'a receipt could not be settled');
      await noteFailure(database, taken);
    }
    await sleep(Math.min(performance.now() - begun, LONGEST_PAUSE_MS), undefined, { signal });
  }
};
