/**
 * Keeps the last enabled administrator. Whoever may take one away first locks the role's row, then the users' rows: so two who would each
 * leave the other as the last cannot both succeed, and no two transactions wait for each other.
 */
import type { Database } from '../../database/database';
import { ADMINISTRATOR } from '../../schema/permissions';
import { Refusal } from '../../schema/errors';
import { lockUsers } from '../revocation/engine';
import { userMaySignIn } from '../revocation/live';
import { Restart } from '../operate';

const administratorsAmong = async (database: Database, userIds: string[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select ur.user_id as id from user_roles ur join roles r on r.id = ur.role_id where r.name = $1 and ur.user_id = any($2::uuid[])`,
    [ADMINISTRATOR, userIds],
  );
  return rows.map(({ id }) => id);
};

/** Locks users whom the transaction may take their administration from. */
export const lockPossibleAdministrators = async (
  database: Database,
  userIds: string[],
): Promise<{ administrators: string[] }> => {
  const before = await administratorsAmong(database, userIds);
  if (before.length > 0) await database.query('select id from roles where name = $1 for update', [ADMINISTRATOR]);
  await lockUsers(database, userIds);
  const administrators = await administratorsAmong(database, userIds);
  if (administrators.length > 0 && before.length === 0) throw new Restart();
  return { administrators };
};

export const lastAdministrator = (): Refusal =>
  new Refusal(
    'LAST_ADMINISTRATOR',
    'This is the last enabled administrator; give the role ADMIN to somebody else first.',
  );

/** The administrators who may sign in. */
export const enabledAdministrators = async (database: Database): Promise<Set<string>> => {
  const rows = await database.query<{ id: string }>(
    `select u.id from roles r join user_roles ur on ur.role_id = r.id join users u on u.id = ur.user_id
     where r.name = $1 and ${userMaySignIn('u')}`,
    [ADMINISTRATOR],
  );
  return new Set(rows.map(({ id }) => id));
};

/** Which of these users are administrators without whom nobody who may sign in would be one. */
export const lastAdministratorsAmong = async (
  database: Database,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ id: string }>(
    `with administrators as (
       select u.id, ${userMaySignIn('u')} as "maySignIn" from roles r join user_roles ur on ur.role_id = r.id join users u on u.id = ur.user_id
       where r.name = $1)
     select a.id from administrators a where a.id = any($2::uuid[])
       and not exists (select from administrators other where other.id <> a.id and other."maySignIn")`,
    [ADMINISTRATOR, userIds],
  );
  return new Set(rows.map(({ id }) => id));
};
