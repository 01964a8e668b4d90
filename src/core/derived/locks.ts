/** Locks what was created with something. Whatever creates a credential shares these locks until it has committed. */
import type { Database } from '../../database/database';

/** Imports that these tokens and sessions started. Call it before users are locked: the job locks the import first, then its starter. */
export const lockStartedImports = (database: Database, ids: string[]): Promise<unknown> =>
  database.query(
    `select id from imports where finished_at is null
       and (started_by_token_id = any($1::uuid[]) or started_by_session_id = any($1::uuid[])) order by id for update`,
    [ids],
  );

/** In the order in which every transaction locks them. */
const ROWS = [
  `select id from groups where id in (select group_id from role_assignments where id = any($1::uuid[])
     union select group_id from group_members where id = any($1::uuid[])) order by id for no key update`,
  'select id from devices where id = any($1::uuid[]) order by id for update',
  `select id from applications where id = any($1::uuid[]) or registration_token_id = any($1::uuid[])
     or id in (select application_id from application_secrets where id = any($1::uuid[])) order by id for no key update`,
  'select id from sessions where id = any($1::uuid[]) order by id for no key update',
  'select id from invitations where id = any($1::uuid[]) order by id for no key update',
  `select id from tokens where (id = any($1::uuid[]) or family_id = any($1::uuid[])) and consumed_at is null and revoked_at is null
     order by id for no key update`,
];

/** Call it after users are locked. */
export const lockDerivedRows = async (database: Database, ids: string[]): Promise<void> => {
  for (const sql of ROWS) await database.query(sql, [ids]);
};
