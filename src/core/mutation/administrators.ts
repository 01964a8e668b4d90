/**
 * Ensures that at least one enabled administrator remains. Any change that may remove one first locks the role's row and then the users' rows:
 * two administrators cannot remove each other at the same time, and transactions do not deadlock.
 */
import type { Database } from '../../database/database';
import { ADMINISTRATOR } from '../../schema/permissions';
import { enforce, Refusal } from '../../schema/errors';
import { isHeldGlobally, HELD_ROLES } from '../authority/held-roles';
import { lockUsersAndRead } from '../revocation/engine';
import { userMaySignIn } from '../liveness/live';
import { Restart } from './run';

/** Locks the rows of users, and reads something behind the locks in the same round trip. */
export type LockAndRead = <T>(database: Database, userIds: string[], read: () => Promise<T>) => Promise<T>;

/** Users who hold the role globally, directly or through a group; `$1` is its name. */
const ADMINISTRATORS = `(select distinct h.user_id as id from ${HELD_ROLES} h join roles r on r.id = h.role_id where r.name = $1 and ${isHeldGlobally('h')})`;

const administratorsAmong = async (database: Database, userIds: string[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select a.id from ${ADMINISTRATORS} a where a.id = any($2::uuid[])`,
    [ADMINISTRATOR, userIds],
  );
  return rows.map(({ id }) => id);
};

/** Locked before users and groups: until the transaction ends, no one else can remove the role from anyone. */
export const lockAdministration = (database: Database): Promise<unknown> =>
  database.query('select id from roles where name = $1 for update', [ADMINISTRATOR]);

/** Whether the user could restore access for others. A user with a locked password does not count. */
export const canAdministrate = (u: string): string => `(${userMaySignIn(u)} and ${u}.password_locked_at is null)`;

/** Users who are locked in this transaction and do not hold the role. */
const lockedWithoutRole = new WeakMap<Database, Set<string>>();

/** Locks users who may lose the role ADMIN in this transaction, and reads something behind the locks. */
export const lockPossibleAdministratorsAndRead = async <T>(
  database: Database,
  userIds: string[],
  read: () => Promise<T>,
  lock: LockAndRead = lockUsersAndRead,
): Promise<T> => {
  const before = await administratorsAmong(database, userIds);
  if (before.length > 0) await lockAdministration(database);
  const [administrators, value] = await lock(database, userIds, () =>
    Promise.all([administratorsAmong(database, userIds), read()]),
  );
  if (administrators.length > 0 && before.length === 0) throw new Restart();
  const others = userIds.filter((id) => !administrators.includes(id));
  lockedWithoutRole.set(database, new Set([...(lockedWithoutRole.get(database) ?? []), ...others]));
  return value;
};

export const lockPossibleAdministrators = (database: Database, userIds: string[], lock?: LockAndRead): Promise<void> =>
  lockPossibleAdministratorsAndRead(database, userIds, async () => {}, lock);

/**
 * Runs a change of roles or groups that may remove the role from anyone, and refuses it if no administrator would remain or the caller would
 * lose the role.
 */
export const ensureAdministratorsRemain = async <T>(
  database: Database,
  callerId: string | null,
  change: () => Promise<T>,
): Promise<T> => {
  await lockAdministration(database);
  const before = await enabledAdministrators(database);
  const done = await change();
  enforce(administratorRefusal(callerId, before, await enabledAdministrators(database)));
  return done;
};

/** Administrators, and whether their account never expires. An account that expires does not count as the last one. */
export type Administrators = ReadonlyMap<string, boolean>;

const hasPermanentAdministrator = (administrators: Administrators): boolean =>
  [...administrators.values()].includes(true);

/** Compares the administrators before and after a change. */
export const administratorRefusal = (
  callerId: string | null,
  before: Administrators,
  after: Administrators,
): Refusal | null => {
  if (callerId && before.has(callerId) && !after.has(callerId))
    return new Refusal('SELF_ACTION', 'You cannot remove this role from yourself. Ask another administrator to do it.');
  return hasPermanentAdministrator(before) && !hasPermanentAdministrator(after) ? lastAdministratorRefusal() : null;
};

export const lastAdministratorRefusal = (): Refusal =>
  new Refusal(
    'LAST_ADMINISTRATOR',
    'This is the last enabled administrator whose account does not expire. Assign the role ADMIN to someone else first.',
  );

/** The administrators who can sign in. */
export const enabledAdministrators = async (database: Database): Promise<Map<string, boolean>> => {
  const rows = await database.query<{ id: string; lasts: boolean }>(
    `select u.id, u.expires_at is null as "lasts" from ${ADMINISTRATORS} a join users u on u.id = a.id where ${canAdministrate('u')}`,
    [ADMINISTRATOR],
  );
  return new Map(rows.map(({ id, lasts }) => [id, lasts]));
};

/** The users among these without whom no administrator would remain who can sign in and whose account does not expire. */
export const lastAdministratorsAmong = async (
  database: Database,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (userIds.every((id) => lockedWithoutRole.get(database)?.has(id))) return new Set();
  const rows = await database.query<{ id: string }>(
    `with administrators as (
       select u.id, ${canAdministrate('u')} and u.expires_at is null as "lasts" from ${ADMINISTRATORS} a join users u on u.id = a.id)
     select a.id from administrators a where a.id = any($2::uuid[])
       and not exists (select from administrators other where other.id <> a.id and other."lasts")`,
    [ADMINISTRATOR, userIds],
  );
  return new Set(rows.map(({ id }) => id));
};
