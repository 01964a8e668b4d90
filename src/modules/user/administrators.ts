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

/** Refuses if, without these users, nobody who may sign in is an administrator. */
export const keepAnAdministrator = async (database: Database, leaving: string[]): Promise<void> => {
  const other = await database.one(
    `select 1 from user_roles ur join roles r on r.id = ur.role_id join users u on u.id = ur.user_id
     where r.name = $1 and ${userMaySignIn('u')} and u.id <> all($2::uuid[]) limit 1`,
    [ADMINISTRATOR, leaving],
  );
  if (!other)
    throw new Refusal(
      'LAST_ADMINISTRATOR',
      'This is the last enabled administrator; give the role ADMIN to somebody else first.',
    );
};
