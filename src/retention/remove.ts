/**
 * Removes what one rule says is due, batch after batch, each a short transaction. It waits for no lock: what somebody holds is left for the
 * next time, so that it is never part of a deadlock, and several processes may do it at once.
 */
import type { Database } from '../database/database';
import type { RetentionRule } from '../core/module/retention';

export const BATCH = 5_000;
/** Rows at a time of a table whose rows have parts. */
const WITH_PARTS = 500;

const unless = (needs: string[] = []): string => needs.map((need) => `and not exists (${need})`).join(' ');

/** The index is followed, row by row, until the batch is full. Left to itself PostgreSQL would gather and sort all that is due, for each batch anew. */
const IN_ORDER = `select set_config('enable_sort', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`;

/** Rows of the rule's table that are due, the oldest first, locked. `$1`: over before this; `$2`: what was over before this is done. */
const due = ({ table, over, where, neededBy }: RetentionRule, limit: number): string => `
  select x.ctid, ${over} as over from ${table} x
  where ${over} < $1 and ${over} >= $2 ${where ? `and ${where}` : ''} ${unless(neededBy)}
  order by ${over} limit ${limit} for update of x skip locked`;

interface Batch {
  rows: number;
  more: boolean;
  /** The latest time among the removed, as text, since it has microseconds. */
  upTo: string | null;
}

const removeRows = async (tx: Database, rule: RetentionRule, before: string, from: string): Promise<Batch> => {
  const { owner, leaves } = rule;
  const removed = (await tx.one<{ rows: number; upTo: string | null; owners: string[] | null }>(
    `with gone as (delete from ${rule.table} x where x.ctid = any(array(select ctid from (${due(rule, BATCH)}) d))
       returning ${rule.over} as over, ${owner ? `x.${owner.column}` : 'null::uuid'} as owner ${leaves ? ', x.*' : ''})
     ${leaves ? `, kept as (${leaves})` : ''}
     select count(*) as rows, max(over)::text as "upTo", array_agg(distinct owner) filter (where owner is not null) as owners from gone`,
    [before, from],
  ))!;
  if (owner && removed.owners)
    await tx.execute(
      `delete from ${owner.table} where ctid = any(array(
         select x.ctid from ${owner.table} x where x.id = any($1::uuid[]) ${unless(owner.neededBy)} for update of x skip locked))`,
      [removed.owners],
    );
  return { rows: removed.rows, more: removed.rows === BATCH, upTo: removed.upTo };
};

/** Parts first; the rows themselves with the last of them. */
const removeWithParts = async (tx: Database, rule: RetentionRule, before: string, from: string): Promise<Batch> => {
  const { table, column } = rule.parts!;
  const found = await tx.query<{ id: string; over: string }>(
    `select x.id, d.over::text as over from (${due(rule, WITH_PARTS)}) d join ${rule.table} x on x.ctid = d.ctid order by d.over`,
    [before, from],
  );
  const ids = found.map(({ id }) => id);
  const parts = await tx.execute(
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${column} = any($1::uuid[]) limit ${BATCH}))`,
    [ids],
  );
  if (parts === BATCH) return { rows: parts, more: true, upTo: null };
  await tx.execute(`delete from ${rule.table} where id = any($1::uuid[])`, [ids]);
  return { rows: parts + ids.length, more: ids.length === WITH_PARTS, upTo: found.at(-1)?.over ?? null };
};

/** Calls `onBatch` after each batch; gives the number of rows in all. */
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
