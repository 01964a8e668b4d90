/**
 * Deletes the rows that are due under one rule, in batches of one short transaction each. It skips locked rows and leaves them for the next run,
 * so it never takes part in a deadlock and several processes may run it at once.
 */
import type { Database } from '../database/database';
import type { RetentionRule } from '../core/module/retention';

export const BATCH = 5_000;
/** The batch size for tables whose rows have parts. */
const BATCH_WITH_PARTS = 500;

const notNeededBy = (needs: string[] = []): string => needs.map((need) => `and not exists (${need})`).join(' ');

/** Makes PostgreSQL follow the index until the batch is full. By default it would collect and sort all due rows again for every batch. */
const IN_ORDER = `select set_config('enable_sort', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`;

/** Locks and returns the due rows of the rule's table, oldest first: those that ended at or after `$2` and before `$1`. */
const dueRows = ({ table, endedAt, where, neededBy }: RetentionRule, limit: number): string => `
  select x.ctid, ${endedAt} as row_ended_at from ${table} x
  where ${endedAt} < $1 and ${endedAt} >= $2 ${where ? `and ${where}` : ''} ${notNeededBy(neededBy)}
  order by ${endedAt} limit ${limit} for update of x skip locked`;

interface Batch {
  rows: number;
  more: boolean;
  /** The latest time among the deleted rows, as text to keep the microseconds. */
  upTo: string | null;
}

const removeRows = async (tx: Database, rule: RetentionRule, before: string, from: string): Promise<Batch> => {
  const { owner, archive } = rule;
  const removed = (await tx.one<{ rows: number; upTo: string | null; owners: string[] | null }>(
    `with gone as (delete from ${rule.table} x where x.ctid = any(array(select ctid from (${dueRows(rule, BATCH)}) d))
       returning ${rule.endedAt} as row_ended_at, ${owner ? `x.${owner.column}` : 'null::uuid'} as owner ${archive ? ', x.*' : ''})
     ${archive ? `, kept as (${archive})` : ''}
     select count(*) as rows, max(row_ended_at)::text as "upTo", array_agg(distinct owner) filter (where owner is not null) as owners from gone`,
    [before, from],
  ))!;
  if (owner && removed.owners)
    await tx.execute(
      `delete from ${owner.table} where ctid = any(array(
         select x.ctid from ${owner.table} x where x.id = any($1::uuid[]) ${notNeededBy(owner.neededBy)} for update of x skip locked))`,
      [removed.owners],
    );
  return { rows: removed.rows, more: removed.rows === BATCH, upTo: removed.upTo };
};

/** Deletes the parts first, and the rows themselves with the last batch of parts. */
const removeWithParts = async (tx: Database, rule: RetentionRule, before: string, from: string): Promise<Batch> => {
  const { table, column } = rule.parts!;
  const found = await tx.query<{ id: string; endedAt: string }>(
    `select x.id, d.row_ended_at::text as "endedAt" from (${dueRows(rule, BATCH_WITH_PARTS)}) d join ${rule.table} x on x.ctid = d.ctid order by d.row_ended_at`,
    [before, from],
  );
  const ids = found.map(({ id }) => id);
  const parts = await tx.execute(
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${column} = any($1::uuid[]) limit ${BATCH}))`,
    [ids],
  );
  if (parts === BATCH) return { rows: parts, more: true, upTo: null };
  await tx.execute(`delete from ${rule.table} where id = any($1::uuid[])`, [ids]);
  return { rows: parts + ids.length, more: ids.length === BATCH_WITH_PARTS, upTo: found.at(-1)?.endedAt ?? null };
};

/** Calls `onBatch` after each batch and returns the total number of deleted rows. */
export const removeDue = async (
  database: Database,
  rule: RetentionRule,
  keepDays: number,
  onBatch: (rows: number) => void = () => {},
): Promise<number> => {
  const { before } = (await database.one<{ before: string }>(`select (now() - $1 * interval '1 day')::text as before`, [
    keepDays,
  ]))!;
  let rows = 0;
  for (let from = '-infinity'; ;) {
    const batch = await database.transaction(async (tx) => {
      await tx.query(IN_ORDER);
      return rule.parts ? removeWithParts(tx, rule, before, from) : removeRows(tx, rule, before, from);
    });
    rows += batch.rows;
    onBatch(batch.rows);
    if (!batch.more) return rows;
    from = batch.upTo ?? from;
  }
};
