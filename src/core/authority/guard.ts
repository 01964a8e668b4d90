/**
 * Makes the caller part of a mutation's transaction. Before the mutation changes anything, the rows that an ending of the caller has to lock are
 * locked in share mode and the caller is read again: so either the mutation commits before the ending, or it sees the ending and does nothing.
 * The guard also judges whose rows a mutation locks: nobody changes or ends a user who holds authority that the caller does not hold.
 */
import type { Database } from '../../database/database';
import { enforce, forbiddenFor, unauthenticated } from '../../schema/errors';
import { asMuchForbidden, exceedingAmong } from './rights';
import type { Effect } from '../../schema/effects';
import type { Principal } from './principal';
import { findPrincipalAgain } from './find-principal';

interface Guard {
  principal: Principal;
  creates: Effect;
  confirmed: boolean;
  /** Users whom the mutation acts on and who hold more than the caller. */
  exceeding: Set<string>;
  /** Whether it is about the caller's own credentials. */
  ownCredentials: boolean;
}

const guards = new WeakMap<Database, Guard>();

/** From here on the transaction is the caller's. An anonymous caller has nothing that could end. */
export const guardTransaction = (database: Database, principal: Principal, creates: Effect): void => {
  if (principal.kind === 'ANONYMOUS') return;
  guards.set(database, { principal, creates, confirmed: false, exceeding: new Set(), ownCredentials: false });
};

/** The users behind the caller: an ending of theirs locks their rows first. */
export const usersBehind = (database: Database): string[] => {
  const guard = guards.get(database);
  if (!guard || guard.confirmed) return [];
  const { userId, impersonatorId } = guard.principal;
  return [userId, impersonatorId].filter((id) => id !== null);
};

const LOCK = `
  with behind as (select application_id, device_id, session_id, family_id from tokens where id = $1 for share),
    family as (select id from token_families where id = (select family_id from behind) for share),
    session as (select id from sessions where id = (select session_id from behind) for share),
    application as (select id from applications where id = (select application_id from behind) for share),
    device as (select id from devices where id = (select device_id from behind) for share)
  select (select count(*) from family), (select count(*) from session), (select count(*) from application), (select count(*) from device)`;

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

/** For what is done in the name of a token by whoever has its link: what the token rests on waits with its end until this has committed. */
export const holdToken = (database: Database, tokenId: string): Promise<unknown> => database.query(LOCK, [tokenId]);

/**
 * Locks what the caller rests on, looks at it again, and throws where it has ended or allows less than when the mutation began. Called with the
 * users' rows locked, once; later calls do nothing, since from here on whatever ends the caller waits.
 */
export const confirmCaller = async (database: Database, usersAreLocked = false): Promise<void> => {
  const guard = guards.get(database);
  if (!guard || guard.confirmed) return;
  const { tokenId } = guard.principal;
  if (tokenId === null) throw new Error('a caller without a token');
  const behind = usersBehind(database);
  guard.confirmed = true;
  if (behind.length > 0 && !usersAreLocked) await lockUserRows(database, [], behind);
  await holdToken(database, tokenId);
  const now = await findPrincipalAgain(database, tokenId);
  if (!now) throw unauthenticated();
  if (isNarrower(now, guard.principal)) throw forbiddenFor('what the caller held when the request began');
};

/** After users' rows were locked, those behind the caller with them. */
export const afterLocking = async (database: Database, userIds: string[], actsOn: boolean): Promise<void> => {
  const guard = guards.get(database);
  if (!guard) return;
  await confirmCaller(database, true);
  if (!actsOn) return;
  if (guard.creates === 'CREDENTIAL' && userIds.includes(guard.principal.userId!)) guard.ownCredentials = true;
  for (const id of await exceedingAmong(database, guard.principal, userIds)) guard.exceeding.add(id);
};

/**
 * Whatever a mutation came to: it is undone where it acted on a user who holds more than the caller, and where it is about the caller's own
 * credentials, by whatever permission, and the token may not manage these.
 */
export const mustNotExceed = (database: Database): void => {
  const guard = guards.get(database);
  if (!guard) return;
  enforce(guard.exceeding.size > 0 ? asMuchForbidden() : null);
  enforce(guard.ownCredentials && !guard.principal.ownsAccount ? forbiddenFor('the scope account') : null);
};

/** A transaction of the caller, for what is no mutation of its own: it begins only for a caller who has not ended. */
export const asCaller = <T>(
  database: Database,
  principal: Principal,
  work: (database: Database) => Promise<T>,
): Promise<T> =>
  database.transaction(async (tx) => {
    guardTransaction(tx, principal, 'NONE');
    await confirmCaller(tx);
    return work(tx);
  });
