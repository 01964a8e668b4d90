/** What a receipt has ended, read within its own transaction: as a digest of all of it, as counts, and a few of the things. */
import type { Database } from '../../database/database';
import { countsOf, noCounts, type Receipt } from '../../core/revocation/engine';
import type { RevocationCounts } from '../../core/revocation/entity';
import { derivedCredentials } from '../derived';
import { listItems, summarizeItems } from '../../core/revocation/items';
import type { SelectedItem } from '../../core/revocation/selection';

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
  const summary = await summarizeItems(
    database,
    receipt,
    ownIds.filter((id) => id !== null),
  );
  return {
    digest: summary.digest ?? '',
    counts: countsOf(summary.counts ?? []),
    samples: await listItems(database, receipt, { after: null, before: null, backward: false, limit: SAMPLES }),
    userIds: summary.userIds ?? [],
    endsOwn: summary.endsOwn ?? false,
    ...(await derivedCredentials(database).countRemaining(receipt)),
  };
};
