/** What a receipt has ended, read within its own transaction: as a digest of all of it, as counts, and a few of the things. */
import type { Database } from '../../database/database';
import type { RevocationItemType } from '../../schema/enums';
import { countsOf, noCounts, type Receipt } from '../../core/revocation/engine';
import type { RevocationCounts } from '../../core/revocation/entity';
import { countDerived } from '../derived';
import { receiptItems, type SelectedItem } from '../../core/revocation/selection';

const SAMPLES = 20;

export interface Effect {
  digest: string;
  counts: RevocationCounts;
  samples: SelectedItem[];
  /** Whose things they are. */
  userIds: string[];
  /** Whether the session or the token of the request is among them. */
  endsOwn: boolean;
  /** How many credentials that were created with them could still be used. */
  derived: number;
  /** How many other changes were made with them. */
  changes: number;
}

const NOTHING: Effect = {
  digest: '',
  counts: noCounts(),
  samples: [],
  userIds: [],
  endsOwn: false,
  derived: 0,
  changes: 0,
};

/** `ownIds`: the session and the token of the request. */
export const effectOf = async (
  database: Database,
  receipt: Receipt | null,
  ownIds: readonly (string | null)[],
): Promise<Effect> => {
  // An earlier receipt: this call has nothing left to end.
  if (!receipt || receipt.replayed) return NOTHING;
  const { sql, values } = receiptItems(receipt);
  const own = `$${values.length + 1}`;
  const whole = await database.one<{
    digest: string | null;
    userIds: string[] | null;
    endsOwn: boolean | null;
    counts: { type: RevocationItemType; count: number }[] | null;
  }>(
    `with items as materialized (${sql})
     select encode(sha256(convert_to(string_agg("type" || "itemId"::text, ',' order by "itemId", "type"), 'UTF8')), 'hex') as "digest",
       array_agg(distinct "userId") filter (where "userId" is not null) as "userIds", bool_or("itemId" = any(${own}::uuid[])) as "endsOwn",
       (select jsonb_agg(jsonb_build_object('type', c."type", 'count', c.n))
        from (select "type", count(*) as n from items group by "type") c) as "counts"
     from items`,
    [...values, ownIds.filter((id) => id !== null)],
  );
  const samples = await database.query<SelectedItem>(
    `select i.* from (${sql}) i order by i."itemId" limit ${SAMPLES}`,
    values,
  );
  return {
    digest: whole?.digest ?? '',
    counts: countsOf(whole?.counts ?? []),
    samples,
    userIds: whole?.userIds ?? [],
    endsOwn: whole?.endsOwn ?? false,
    ...(await countDerived(database, { sql, values })),
  };
};
