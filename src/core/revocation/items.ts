/** Reads the items of receipts, whether they are written out or are found by what ended them. */
import type { Database } from '../../database/database';
import type { RevocationItemType } from '../../schema/enums';
import { noCounts } from './counts';
import type { Receipt } from './engine';
import { type ItemRange, itemsInRange } from './pages';
import type { RevocationCounts } from './entity';
import { allLiveItems, receiptItems, type SelectedItem, type Selection } from './selection';

/** Everything live that these select. */
export const listLiveItems = async (database: Database, selections: Selection[]): Promise<SelectedItem[]> => {
  const { sql, values } = allLiveItems(selections);
  return sql === '' ? [] : database.query<SelectedItem>(sql, values);
};

/** What ended, as far as it is known: a lower bound for a receipt that is not settled. */
export const countsSoFar = ({ counts, settling }: Receipt): RevocationCounts =>
  counts ? { ...noCounts(), ...counts } : larger(settling?.counts, settling?.atLeast);

const larger = (...bounds: (RevocationCounts | undefined)[]): RevocationCounts => {
  const result = noCounts();
  for (const bound of bounds)
    for (const [name, n] of Object.entries(bound ?? {}) as [keyof RevocationCounts, number][])
      result[name] = Math.max(result[name], n);
  return result;
};

/** By their ids, and the last ones first where `backward`. */
export const listItems = (database: Database, receipt: Receipt, range: ItemRange): Promise<SelectedItem[]> => {
  const { sql, values } = itemsInRange(receipt, range);
  return database.query<SelectedItem>(sql, values);
};

/** Counts up to a limit. */
export const countItems = async (database: Database, receipt: Receipt, limit: number): Promise<number> => {
  const { sql, values } = itemsInRange(receipt, { after: null, before: null, backward: false, limit });
  const row = await database.one<{ n: number }>(`select count(*) as n from (${sql}) c`, values);
  return row!.n;
};

export interface ItemSummary {
  /** Of the type and id of every item; null where there are none. */
  digest: string | null;
  userIds: string[] | null;
  /** Whether one of `ownIds` is among them. */
  endsOwn: boolean | null;
  counts: { type: RevocationItemType; count: number }[] | null;
}

export const summarizeItems = async (database: Database, receipt: Receipt, ownIds: string[]): Promise<ItemSummary> => {
  const { sql, values } = receiptItems(receipt);
  const row = await database.one<ItemSummary>(
    `with items as materialized (${sql})
     select encode(sha256(convert_to(string_agg("type" || "itemId"::text, ',' order by "itemId", "type"), 'UTF8')), 'hex') as "digest",
       array_agg(distinct "userId") filter (where "userId" is not null) as "userIds", bool_or("itemId" = any($${values.length + 1}::uuid[])) as "endsOwn",
       (select jsonb_agg(jsonb_build_object('type', c."type", 'count', c.n))
        from (select "type", count(*) as n from items group by "type") c) as "counts"
     from items`,
    [...values, ownIds],
  );
  return row!;
};
