/**
 * Makes the caller part of a mutation's transaction. Before the mutation changes anything, the rows that a revocation of the caller has to lock
 * are locked in share mode, and the caller is read again. So either the mutation commits before the revocation, or it sees the revocation and
 * changes nothing. The guard also checks the users whose rows a mutation locks: a caller cannot change or revoke a user who holds permissions
 * that the caller does not hold.
 */
import type { Database } from '../../database/database';
import { enforce, forbiddenFor, unauthenticated } from '../../schema/errors';
import { forbiddenForMorePrivilegedUser, morePrivilegedAmong } from './rights';
import type { Effect } from '../../schema/effects';
import type { Principal } from './principal';
import { reloadPrincipal } from './find-principal';

interface Guard {
  principal: Principal;
  creates: Effect;
  rechecked: boolean;
  /** Users affected by the mutation who hold permissions that the caller does not. */
  morePrivileged: Set<string>;
  /** Whether it affects the caller's own credentials. */
  ownCredentials: boolean;
}

const guards = new WeakMap<Database, Guard>();

/** Binds the transaction to the caller. An anonymous caller has nothing that could be revoked. */
export const guardTransaction = (database: Database, principal: Principal, creates: Effect): void => {
  if (principal.kind === 'ANONYMOUS') return;
  guards.set(database, { principal, creates, rechecked: false, morePrivileged: new Set(), ownCredentials: false });
};

/** The users the caller depends on: revoking them locks their rows first. */
export const callerUserIds = (database: Database): string[] => {
  const guard = guards.get(database);
  if (!guard || guard.rechecked) return [];
  const { userId, impersonatorId } = guard.principal;
  return [userId, impersonatorId].filter((id) => id !== null);
};

/** Taken by `lock_users` too. What ends everything takes it alone. */
const EVERYTHING = `hashtext('castellan.everything')`;
const SHARE_EVERYTHING = `pg_advisory_xact_lock_shared(${EVERYTHING})`;

/** Waits until no transaction of a caller is running, and lets others begin only after this one. Taken before any other lock but that of a key. */
export const lockEverything = (database: Database): Promise<unknown> =>
  database.query(`select pg_advisory_xact_lock(${EVERYTHING})`);

/** Taken by every mutation that does not end everything, before any row. Nobody waits for the answer. */
export const shareEverything = (database: Database): Promise<void> => database.post(`select ${SHARE_EVERYTHING}`);

/** What ends everything waits until this transaction is over. False if it is already under way or waiting. */
export const tryShareEverything = async (database: Database): Promise<boolean> =>
  (await database.one<{ held: boolean }>(`select pg_try_advisory_xact_lock_shared(${EVERYTHING}) as held`))!.held;

/**
 * Each row is locked after the one before it, in the order in which an ending takes them: the application, the device, the session, the family and
 * last the token. The ids of a token never change, so they can be read before.
 */
const LOCK_TOKEN_DEPENDENCIES = `
  with everything as materialized (select ${SHARE_EVERYTHING}),
    behind as materialized (select application_id, device_id, session_id, family_id from tokens where id = $1 and (select count(*) from everything) > 0),
    application as materialized (select id from applications where id = (select application_id from behind) for share),
    device as materialized (select id from devices where id = (select device_id from behind) and (select count(*) from application) >= 0 for share),
    session as materialized (select id from sessions where id = (select session_id from behind) and (select count(*) from device) >= 0 for share),
    family as materialized (select id from token_families where id = (select family_id from behind) and (select count(*) from session) >= 0 for share)
  select id from tokens where id = $1 and (select count(*) from family) >= 0 for share`;

/** Locks the rows of these users, and of others in share mode, all in the order of their ids. */
export const lockUserRows = (
  database: Database,
  userIds: readonly string[],
  sharedIds: readonly string[],
): Promise<unknown> => database.query('select 1 from lock_users($1::uuid[], $2::uuid[])', [userIds, sharedIds]);

const isNarrower = (now: Principal, before: Principal): boolean =>
  [...before.permissions].some((permission) => !now.permissions.has(permission)) ||
  before.scoped.some(
    ({ on, permissions }) =>
      !now.scoped.some(
        (some) =>
          JSON.stringify(some.on) === JSON.stringify(on) && [...permissions].every((one) => some.permissions.has(one)),
      ),
  ) ||
  (before.ownsRows && !now.ownsRows) ||
  (before.ownsAccount && !now.ownsAccount);

/** For requests made with a link on behalf of a token: anything the token depends on cannot be revoked until this commits. */
export const lockTokenDependencies = (database: Database, tokenId: string): Promise<unknown> =>
  database.query(LOCK_TOKEN_DEPENDENCIES, [tokenId]);

/**
 * Locks what the caller depends on, reads the caller again, and throws if it has ended or has fewer rights than when the mutation began. Called
 * once, with the users' rows locked. Later calls do nothing, since revocations of the caller now have to wait.
 */
export const recheckCaller = async (database: Database, usersAreLocked = false): Promise<void> => {
  const guard = guards.get(database);
  if (!guard || guard.rechecked) return;
  const { tokenId } = guard.principal;
  if (tokenId === null) throw new Error('a caller without a token');
  const callerIds = callerUserIds(database);
  guard.rechecked = true;
  // Sent together, and run in this order.
  const locks = [
    ...(callerIds.length > 0 && !usersAreLocked ? [lockUserRows(database, [], callerIds)] : []),
    lockTokenDependencies(database, tokenId),
  ];
  const [now] = await Promise.all([reloadPrincipal(database, tokenId), ...locks]);
  if (!now) throw unauthenticated();
  if (isNarrower(now, guard.principal)) throw forbiddenFor('what the caller held when the request began');
};

/** To be called when the locks of the users' rows have been requested, including those the caller depends on. */
export const afterUsersLocked = async (database: Database, userIds: string[], actsOn: boolean): Promise<void> => {
  const guard = guards.get(database);
  if (!guard) return;
  const rechecked = recheckCaller(database, true);
  if (!actsOn) return rechecked;
  if (guard.creates === 'CREDENTIAL' && userIds.includes(guard.principal.userId!)) guard.ownCredentials = true;
  const [exceeding] = await Promise.all([morePrivilegedAmong(database, guard.principal, userIds), rechecked]);
  for (const id of exceeding) guard.morePrivileged.add(id);
};

/**
 * Checked at the end of every mutation: it is rolled back if it affected a user who holds more permissions than the caller, or if it affected
 * the caller's own credentials and the token may not manage these.
 */
export const assertWithinAuthority = (database: Database): void => {
  const guard = guards.get(database);
  if (!guard) return;
  enforce(guard.morePrivileged.size > 0 ? forbiddenForMorePrivilegedUser() : null);
  enforce(guard.ownCredentials && !guard.principal.ownsAccount ? forbiddenFor('the scope account') : null);
};

/** A transaction of the caller for work outside of a mutation. Starts only if the caller has not ended. */
export const transactionAsCaller = <T>(
  database: Database,
  principal: Principal,
  work: (database: Database) => Promise<T>,
): Promise<T> =>
  database.transaction(async (tx) => {
    guardTransaction(tx, principal, 'NONE');
    await recheckCaller(tx);
    return work(tx);
  });
