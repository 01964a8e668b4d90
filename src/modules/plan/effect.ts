/** What a receipt has ended, read in the transaction that wrote it: a digest of all items, counts and samples. */
import type { Database } from '../../database/database';
import { countsOf, noCounts } from '../../core/revocation/counts';
import type { Receipt } from '../../core/revocation/engine';
import type { RevocationCounts } from '../../core/revocation/entity';
import { derivedCredentials } from '../derived';
import { listItems, summarizeItems } from '../../core/revocation/items';
import type { SelectedItem } from '../../core/revocation/selection';

const SAMPLES = 20;

export interface Effect {
  digest: string;
  counts: RevocationCounts;
  samples: SelectedItem[];
  /** The owners of the items. */
  userIds: string[];
  /** Whether the session or token of the request is among the items. */
  endsOwn: boolean;
  /** How many credentials were created with the items and could still be used. */
  derived: number;
  /** How many other changes were made with the items. */
  changes: number;
}

const NO_EFFECT: Effect = {
  digest: '',
  counts: noCounts(),
  samples: [],
  userIds: [],
  endsOwn: false,
  derived: 0,
  changes: 0,
};

/** `ownIds` are the session and the token of the request. */
export const effectOf = async (
  database: Database,
  receipt: Receipt | null,
  ownIds: readonly (string | null)[],
): Promise<Effect> => {
  // The receipt of an earlier call: this call ends nothing.
  if (!receipt || receipt.replayed) return NO_EFFECT;
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
