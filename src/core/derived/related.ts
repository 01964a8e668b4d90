/** Reads what is needed to end derived things, across the tables of all kinds: the roots of the closure, the owners and the dependents. */
import type { Database } from '../../database/database';
import type { Node } from './closure';

const idsOf = async (rows: Promise<{ id: string }[]>): Promise<string[]> => (await rows).map(({ id }) => id);

/**
 * Every session of a user, and every one in which they impersonated someone. Sessions that ended or are gone count as well, and so do sign-ins
 * that were confirmed on a device, which have no session.
 */
export const sessionRoots = (database: Database, userId: string, exceptSession: string | null): Promise<Node[]> =>
  database.query<Node>(
    `select 'SESSION' as kind, id from sessions where (user_id = $1 or impersonator_id = $1) and id is distinct from $2::uuid
     union select 'SESSION', session_id from derived_credentials where by_user_id = $1 and session_id is not null and session_id is distinct from $2::uuid
     union select 'TOKEN_FAMILY', id from token_families where user_id = $1 and session_id is null`,
    [userId, exceptSession],
  );

/** Every authorization that a user gave an application, ended ones included. */
export const authorizationRoots = (database: Database, userId: string, applicationId: string): Promise<Node[]> =>
  database.query<Node>(
    `select 'TOKEN_FAMILY' as kind, id from token_families where user_id = $1 and application_id = $2
     union select 'TOKEN_FAMILY', family_id from derived_credentials where by_user_id = $1 and by_application_id = $2 and family_id is not null`,
    [userId, applicationId],
  );

const OWNERS = `
  select user_id as id from derived_credentials where credential_id = any($1::uuid[]) and user_id is not null
  union select user_id from sessions where id = any($1::uuid[])
  union select user_id from token_families where id = any($1::uuid[])
  union select user_id from tokens where id = any($1::uuid[]) and user_id is not null
  union select user_id from device_links where device_id = any($1::uuid[]) and ended_at is null
  union select id from users where id = any($1::uuid[])`;

/** The owners of these things. */
export const ownersOfDerived = (database: Database, ids: string[]): Promise<string[]> =>
  idsOf(database.query(OWNERS, [ids]));

/** Recovery codes of users who lose their last second factor. Left alone, they would work again with the next factor. */
export const recoveryCodesLeftBy = (database: Database, authenticators: string[]): Promise<string[]> =>
  idsOf(
    database.query(
      `select c.id from authenticators c where c.kind = 'RECOVERY_CODES' and c.ended_at is null
         and exists (select from authenticators a where a.id = any($1::uuid[]) and a.user_id = c.user_id and a.kind in ('TOTP', 'PASSKEY') and a.ended_at is null)
         and not exists (select from authenticators a where a.user_id = c.user_id and a.kind in ('TOTP', 'PASSKEY') and a.ended_at is null and a.id <> all($1::uuid[]))`,
      [authenticators],
    ),
  );

/** Device links whose last key is among these: their users can no longer confirm sign-ins on the device. */
export const linksWithoutKeys = (database: Database, authenticators: string[]): Promise<string[]> =>
  idsOf(
    database.query(
      `select distinct l.id from authenticators a join device_links l on l.id = a.device_link_id
       where a.id = any($1::uuid[]) and a.ended_at is null and l.ended_at is null
         and not exists (select from authenticators o where o.device_link_id = l.id and o.ended_at is null and o.id <> all($1::uuid[]))`,
      [authenticators],
    ),
  );

/** The users on these devices. */
export const linksOnDevices = (database: Database, deviceIds: string[]): Promise<string[]> =>
  idsOf(
    database.query('select id from device_links where device_id = any($1::uuid[]) and ended_at is null', [deviceIds]),
  );

/** What an event says about a thing. */
export interface EventSubject {
  id: string;
  applicationId: string | null;
  deviceId: string | null;
  details: Record<string, unknown> | null;
}

const SUBJECTS = `
  select id, null::uuid as "applicationId", null::uuid as "deviceId", jsonb_build_object('kind', kind, 'name', name) as details from authenticators where id = any($1::uuid[])
  union all select id, application_id, null, jsonb_build_object('kind', kind) from tokens where id = any($1::uuid[])
  union all select id, application_id, null, null from application_secrets where id = any($1::uuid[])
  union all select registration_token_id, id, null, null from applications where registration_token_id = any($1::uuid[])
  union all select id, id, null, null from applications where id = any($1::uuid[])
  union all select id, application_id, id, jsonb_build_object('name', name) from devices where id = any($1::uuid[])
  union all select id, null, device_id, null from device_links where id = any($1::uuid[])
  union all select u.id, null, null, jsonb_build_object('role', r.name) from user_roles u join roles r on r.id = u.role_id where u.id = any($1::uuid[])
  union all select a.id, null, null, jsonb_strip_nulls(jsonb_build_object('role', r.name, 'groupId', a.group_id))
    || case when num_nonnulls(a.on_user_id, a.on_group_id, a.on_path) > 0
      then jsonb_build_object('on', jsonb_build_object('userId', a.on_user_id, 'groupId', a.on_group_id, 'path', a.on_path)) else '{}' end
    from role_assignments a join roles r on r.id = a.role_id where a.id = any($1::uuid[])
  union all select m.id, null, null, jsonb_build_object('group', g.name, 'groupId', g.id) from group_members m join groups g on g.id = m.group_id
    where m.id = any($1::uuid[])
  union all select id, null, null, jsonb_build_object('action', action, 'dueAt', to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from offboardings where id = any($1::uuid[])`;

/** Read it before they end: some of the rows are deleted. */
export const eventSubjects = (database: Database, ids: string[]): Promise<EventSubject[]> =>
  database.query<EventSubject>(SUBJECTS, [ids]);
