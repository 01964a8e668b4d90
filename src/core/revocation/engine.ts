/**
 * Carries out every ending: counts what is live, and writes the end, the receipt and the event in the caller's transaction, whose first lock is
 * the user's row. The cost does not depend on how much ends: beyond `MAX_WRITTEN_OUT` objects the receipt stores the selections, and its items are
 * found by their cause of death.
 */
import type { Database } from '../../database/database';
import type { RevocationItemType, UserType } from '../../schema/enums';
import { type Refusal, internalAccountRefusal } from '../../schema/errors';
import type { IdType } from '../../platform/type-id';
import { revocations } from '../../platform/metrics';
import { newId } from '../../platform/random';
import { enqueue } from '../job/enqueue';
import { defineTask } from '../job/task';
import { afterUsersLocked, recheckCaller, callerUserIds } from '../authority/guard';
import { recordEvents, type Caller, type NewEvent } from '../event/record';
import { countEach, countsOf, totalOf } from './counts';
import type { Revocation, RevocationCounts, Settling } from './entity';
import { livenessOf, type Subject } from '../liveness/live';
import { residualOf } from './residual';
import { allLiveItems, countByType, liveItems, type SelectedItem, type Selection } from './selection';

const MAX_WRITTEN_OUT = 1_000;

/** Up to so many objects a dry run counts exactly. */
const MAX_COUNTED = 10_000;

/**
 * The statements of an ending take longer to plan than to run, and their plans do not depend on the values: each connection plans them once. Sent
 * with the next statement.
 */
const PLAN_ONCE = 'set local plan_cache_mode = force_generic_plan';

/** Writes out receipts that were too large to write at once. */
export const settleTask = defineTask('settle');

/** Additional objects that an ending ends. */
export interface AdditionalEnding {
  selections: Selection[];
  events: NewEvent[];
  /** The number of changes left for review. */
  changesLeft?: number;
  end(revocationId: string): Promise<void>;
}

export interface Ending {
  /** The mutation or endpoint that was called. */
  action: string;
  /** The object it was called for; null for bulk operations. */
  target: { type: IdType; id: string } | null;
  /** The owner of what ends, if it is one user. */
  userId?: string | null;
  reason?: string | null;
  selections: Selection[];
  /** Events to record; the receipt's id and the reason are filled in. */
  events: NewEvent[];
  /** What else ends, in the same receipt. */
  additional?: AdditionalEnding | null;
  /** The receipt is always settled, however little ends: objects may be added while it is written, and end too. */
  settlesLater?: boolean;
  /** A dry run counts everything and returns the items with the result, since they are not stored. */
  dryRun?: boolean;
  /** Writes the end itself: markers and epochs with the receipt's id. */
  end(revocationId: string): Promise<void>;
}

/** A receipt as returned by a mutation; for dry runs it carries its items. */
export type Receipt = Revocation & { items?: SelectedItem[] };

/** What is live under the selections; at most `limit` rows of each are counted. */
const countUpTo = async (database: Database, selections: Selection[], limit: number): Promise<RevocationCounts> =>
  countsOf(await query(database, countByType(liveItems(selections, limit))));

export const revoke = async (database: Database, caller: Caller, ending: Ending): Promise<Receipt> => {
  await recheckCaller(database);
  const id = newId();
  const { additional, dryRun = false, settlesLater = false } = ending;
  const selections = [...ending.selections, ...(additional?.selections ?? [])];
  const snapshot = selections.length === 0 ? null : liveItems(selections, MAX_WRITTEN_OUT + 1);
  await database.post(PLAN_ONCE);
  const [items, residual, started] = await Promise.all([
    snapshot ? database.query<SelectedItem>(snapshot.sql, snapshot.values) : [],
    residualOf(database, selections),
    database.one<{ now: Date }>('select now() as now'),
  ]);
  const lasting = selections.filter(({ rowsAreDeleted }) => !rowsAreDeleted);
  const deleted = selections.filter(({ rowsAreDeleted }) => rowsAreDeleted);
  const writtenOut = !settlesLater && (lasting.length === 0 || items.length <= MAX_WRITTEN_OUT);
  const written = writtenOut
    ? items
    : deleted.length > 0
      ? await query<SelectedItem>(database, allLiveItems(deleted))
      : [];
  const remaining = writtenOut ? [] : lasting;
  const atLeast = dryRun && !writtenOut ? await countUpTo(database, selections, MAX_COUNTED + 1) : countEach(items);
  const counts = writtenOut || (dryRun && totalOf(atLeast) <= MAX_COUNTED) ? atLeast : null;
  const settling: Settling | null = counts
    ? null
    : { selection: 0, value: 0, after: null, counts: countEach(written), atLeast };

  // From here on nothing depends on a result: the statements are sent together, and run in this order.
  await database.post(
    `insert into revocations (id, action, actor_user_id, actor_application_id, reason, requested_at, target_type, target_id, user_id, counts, selections,
       impersonator_user_id, changes_left, residual, settling)
     values ($1, $2, $3, $4, $5, now(), $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      id,
      ending.action,
      caller.userId,
      caller.applicationId,
      ending.reason ?? null,
      ending.target?.type ?? null,
      ending.target?.id ?? null,
      ending.userId ?? null,
      counts && JSON.stringify(counts),
      JSON.stringify(remaining),
      caller.impersonatorId,
      additional?.changesLeft ?? 0,
      residual && JSON.stringify(residual),
      settling && JSON.stringify(settling),
    ],
  );
  database.afterCommit(() => revocations.inc({ action: ending.action }));
  if (written.length > 0) await postItems(database, id, written);
  await ending.end(id);
  await additional?.end(id);
  if (writtenOut) await stamp(database, id, written);
  else if (!dryRun) await enqueue(database, settleTask, {});
  await recordEvents(
    database,
    caller,
    [...ending.events, ...(additional?.events ?? [])].map((event) => ({
      reason: ending.reason ?? null,
      revocationId: id,
      ...event,
    })),
  );
  return {
    id,
    action: ending.action,
    actorUserId: caller.userId,
    actorApplicationId: caller.applicationId,
    impersonatorUserId: caller.impersonatorId,
    reason: ending.reason ?? null,
    requestedAt: started!.now,
    targetType: ending.target?.type ?? null,
    targetId: ending.target?.id ?? null,
    userId: ending.userId ?? null,
    counts,
    settling,
    ...{ settleFailures: 0, settleFailedAt: null },
    selections: remaining,
    changesLeft: additional?.changesLeft ?? 0,
    residual,
    replayed: false,
    dryRun,
    ...(dryRun ? { items: items.slice(0, MAX_WRITTEN_OUT) } : {}),
  };
};

const query = <Row>(database: Database, { sql, values }: { sql: string; values: unknown[] }): Promise<Row[]> =>
  database.query<Row>(sql, values);

const WRITE_ITEMS = `insert into revocation_items (revocation_id, type, item_id, user_id)
     select $1, i.* from unnest($2::text[], $3::uuid[], $4::uuid[]) as i (type, item_id, user_id) on conflict do nothing`;

const itemValues = (revocationId: string, items: SelectedItem[]): unknown[] => [
  ...[revocationId, items.map((item) => item.type), items.map((item) => item.itemId), items.map((item) => item.userId)],
];

const postItems = (database: Database, revocationId: string, items: SelectedItem[]): Promise<void> =>
  database.post(WRITE_ITEMS, itemValues(revocationId, items));

/** Writes a receipt's items, and returns those that were not written before. */
export const writeItems = (
  database: Database,
  revocationId: string,
  items: SelectedItem[],
): Promise<{ type: RevocationItemType }[]> =>
  database.query(`${WRITE_ITEMS} returning type`, itemValues(revocationId, items));

/**
 * The cascade: stamps each row with what the predicate already says about it, so that either alone would keep it dead. Rows then record when,
 * why and by which receipt they ended, without their links.
 */
export const stamp = async (database: Database, revocationId: string, items: SelectedItem[]): Promise<void> => {
  for (const { subject, table, set, types } of STAMPED) {
    const ids = items.filter(({ type }) => types.includes(type)).map(({ itemId }) => itemId);
    if (ids.length === 0) continue;
    const { joins, death } = livenessOf(subject, 'x');
    await database.post(
      `update ${table} r set ${set} from (
         select x.id, death.at, death.reason from ${table} x ${joins} ${death} where x.id = any($1::uuid[]) and death.revocation_id = $2
       ) d where r.id = d.id`,
      [ids, revocationId],
    );
  }
};

const ENDED = 'end_reason = d.reason, revocation_id = $2';
const STAMPED: { subject: Subject; table: string; set: string; types: RevocationItemType[] }[] = [
  { subject: 'session', table: 'sessions', types: ['SESSION'], set: `ended_at = d.at, ${ENDED}` },
  {
    subject: 'token',
    table: 'tokens',
    types: ['ACCESS_TOKEN', 'REFRESH_TOKEN', 'API_TOKEN'],
    set: `revoked_at = d.at, ${ENDED}`,
  },
  { subject: 'accessGrant', table: 'access_grants', types: ['ACCESS_GRANT'], set: `revoked_at = d.at, ${ENDED}` },
];

/** The owner, if all of them have the same one. */
export const ownerOf = (items: { userId: string | null }[]): string | null => {
  const owners = new Set(items.map(({ userId }) => userId));
  return owners.size === 1 ? items[0]!.userId : null;
};

/** Which of these users are accounts of the service itself. */
export const internalAccountsAmong = async (database: Database, userIds: string[]): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ id: string }>(
    `select id from users where id = any($1::uuid[]) and type = 'INTERNAL_SERVICE_ACCOUNT'`,
    [userIds],
  );
  return new Set(rows.map(({ id }) => id));
};

/** Transactions that have locked an account of the service itself. */
const affectingServiceAccounts = new WeakSet<Database>();

/** Checked at the end of every mutation: it is rolled back if it affected an account of the service itself or anything that belongs to one. */
export const serviceAccountRefusal = (database: Database): Refusal | null =>
  affectingServiceAccounts.has(database) ? internalAccountRefusal() : null;

/**
 * Locks the users' rows ordered by id, as the first lock of every transaction that ends something, so that they do not deadlock. The users the
 * caller depends on are locked with them in share mode, and the caller is read again. `actsOn` is false if the mutation affects something else,
 * such as an application, and only needs the lock.
 */
export const lockUsers = (database: Database, userIds: string[], options: { actsOn?: boolean } = {}): Promise<void> =>
  lockUsersAndRead(database, userIds, async () => {}, options);

/** The same, and reads something behind the locks in the same round trip. */
export const lockUsersAndRead = async <T>(
  database: Database,
  userIds: string[],
  read: () => Promise<T>,
  { actsOn = true }: { actsOn?: boolean } = {},
): Promise<T> => {
  if (userIds.length === 0) return read();
  const callerIds = callerUserIds(database);
  const [rows, , value] = await Promise.all([
    database.query<{ id: string; type: UserType }>('select id, type from lock_users($1, $2)', [userIds, callerIds]),
    afterUsersLocked(database, userIds, actsOn),
    read(),
  ]);
  if (rows.some(({ id, type }) => type === 'INTERNAL_SERVICE_ACCOUNT' && userIds.includes(id)))
    affectingServiceAccounts.add(database);
  return value;
};
