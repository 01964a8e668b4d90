/** Reads the items of receipts, whether they are written out or are found by what ended them. */
import type { Database } from '../../database/database';
import type { RevocationItemType } from '../../schema/enums';
import { countsOf, type Receipt } from './engine';
import type { RevocationCounts } from './entity';
import { allLiveItems, countByType, receiptItems, type SelectedItem, type Selection } from './selection';

/** Everything live that these select. */
export const listLiveItems = async (database: Database, selections: Selection[]): Promise<SelectedItem[]> => {
  const { sql, values } = allLiveItems(selections);
  return sql === '' ? [] : database.query<SelectedItem>(sql, values);
};

export const countItemsByType = async (database: Database, receipt: Receipt): Promise<RevocationCounts> => {
  const { sql, values } = countByType(receiptItems(receipt));
  return countsOf(await database.query(sql, values));
};

export interface ItemRange {
  after: string | null;
  before: string | null;
  backward: boolean;
  limit: number;
}

/** By their ids, and the last ones first where `backward`. */
export const listItems = (
  database: Database,
  receipt: Receipt,
  { after, before, backward, limit }: ItemRange,
): Promise<SelectedItem[]> => {
  const source = receiptItems(receipt);
  const values = [...source.values];
  const add = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    ...(after ? [`i."itemId" > ${add(after)}::uuid`] : []),
    ...(before ? [`i."itemId" < ${add(before)}::uuid`] : []),
  ];
  return database.query<SelectedItem>(
    `select i.* from (${source.sql}) i ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
     order by i."itemId" ${backward ? 'desc' : 'asc'} limit ${add(limit)}`,
    values,
  );
};

/** Counts up to a limit. */
export const countItems = async (database: Database, receipt: Receipt, limit: number): Promise<number> => {
  const { sql, values } = receiptItems(receipt);
  const row = await database.one<{ n: number }>(
    `select count(*) as n from (select 1 from (${sql}) i limit ${limit}) c`,
    values,
  );
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
