/**
 * Keeps the last enabled administrator. Whoever may take one away first locks the role's row, then the users' rows: so two who would each
 * leave the other as the last cannot both succeed, and no two transactions wait for each other.
 */
import type { Database } from '../../database/database';
import { ADMINISTRATOR } from '../../schema/permissions';
import { enforce, Refusal } from '../../schema/errors';
import { everywhere, HELD_ROLES } from '../authority/held-roles';
import { lockUsers } from '../revocation/engine';
import { userMaySignIn } from '../liveness/live';
import { Restart } from './run';

/** Those who hold the role everywhere, themselves or by a group; `$1` is its name. */
const ADMINISTRATORS = `(select distinct h.user_id as id from ${HELD_ROLES} h join roles r on r.id = h.role_id where r.name = $1 and ${everywhere('h')})`;

const administratorsAmong = async (database: Database, userIds: string[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select a.id from ${ADMINISTRATORS} a where a.id = any($2::uuid[])`,
    [ADMINISTRATOR, userIds],
  );
  return rows.map(({ id }) => id);
};

/** Before users and groups: nobody else gains or loses the role by taking it away until the transaction ends. */
export const lockAdministration = (database: Database): Promise<unknown> =>
  database.query('select id from roles where name = $1 for update', [ADMINISTRATOR]);

/** Who can let the others in again: one whose password is locked cannot be relied on. */
export const canAdministrate = (u: string): string => `(${userMaySignIn(u)} and ${u}.password_locked_at is null)`;

/** Locks users whom the transaction may take their administration from. */
export const lockPossibleAdministrators = async (
  database: Database,
  userIds: string[],
  lock: typeof lockUsers = lockUsers,
): Promise<{ administrators: string[] }> => {
  const before = await administratorsAmong(database, userIds);
  if (before.length > 0) await lockAdministration(database);
  await lock(database, userIds);
  const administrators = await administratorsAmong(database, userIds);
  if (administrators.length > 0 && before.length === 0) throw new Restart();
  return { administrators };
};

/** Carries out a change of roles or groups, whomever it may take the role from, and refuses it where nobody or not the caller would keep it. */
export const keepingAdministrators = async <T>(
  database: Database,
  callerId: string | null,
  change: () => Promise<T>,
): Promise<T> => {
  await lockAdministration(database);
  const before = await enabledAdministrators(database);
  const done = await change();
  enforce(mayLeave(callerId, before, await enabledAdministrators(database)));
  return done;
};

/** Who administrates, and whether for good: one whose account has an end does not count as the last. */
export type Administrators = ReadonlyMap<string, boolean>;

const someLast = (administrators: Administrators): boolean => [...administrators.values()].includes(true);

/** Of those who administrate before and after a change. */
export const mayLeave = (callerId: string | null, before: Administrators, after: Administrators): Refusal | null => {
  if (callerId && before.has(callerId) && !after.has(callerId))
    return new Refusal('SELF_ACTION', 'You cannot take this role from yourself; ask another administrator.');
  return someLast(before) && !someLast(after) ? lastAdministrator() : null;
};

export const lastAdministrator = (): Refusal =>
  new Refusal(
    'LAST_ADMINISTRATOR',
    'This is the last enabled administrator whose account does not expire; give the role ADMIN to somebody else first.',
  );

/** The administrators who may sign in. */
export const enabledAdministrators = async (database: Database): Promise<Map<string, boolean>> => {
  const rows = await database.query<{ id: string; lasts: boolean }>(
    `select u.id, u.expires_at is null as "lasts" from ${ADMINISTRATORS} a join users u on u.id = a.id where ${canAdministrate('u')}`,
    [ADMINISTRATOR],
  );
  return new Map(rows.map(({ id, lasts }) => [id, lasts]));
};

/** Which of these users are administrators without whom nobody who may sign in would be one for good. */
export const lastAdministratorsAmong = async (
  database: Database,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ id: string }>(
    `with administrators as (
       select u.id, ${canAdministrate('u')} and u.expires_at is null as "lasts" from ${ADMINISTRATORS} a join users u on u.id = a.id)
     select a.id from administrators a where a.id = any($2::uuid[])
       and not exists (select from administrators other where other.id <> a.id and other."lasts")`,
    [ADMINISTRATOR, userIds],
  );
  return new Set(rows.map(({ id }) => id));
};
