/** What is reported of derived things that end: each as if it had been ended alone, with the cause. */
import type { Database } from '../../database/database';
import { encodeId } from '../../platform/type-id';
import type { EventType, RevocationItemType } from '../../schema/enums';
import type { NewEvent } from '../../core/event/record';
import type { SelectedItem } from '../../core/revocation/selection';

const TYPES: Partial<Record<RevocationItemType, EventType>> = {
  SESSION: 'SESSION_REVOKED',
  API_TOKEN: 'TOKEN_REVOKED',
  AUTHENTICATOR: 'AUTHENTICATOR_REMOVED',
  PASSWORD: 'PASSWORD_REMOVED',
  RECOVERY_LINK: 'RECOVERY_LINK_REVOKED',
  INVITATION: 'INVITATION_REVOKED',
  CLIENT_SECRET: 'CLIENT_SECRET_REVOKED',
  REGISTRATION_TOKEN: 'REGISTRATION_TOKEN_REVOKED',
  APPLICATION: 'APPLICATION_DISABLED',
  DEVICE: 'DEVICE_DELETED',
  DEVICE_LINK: 'DEVICE_DISCONNECTED',
  ROLE_ASSIGNMENT: 'ROLE_UNASSIGNED',
  GROUP_MEMBERSHIP: 'GROUP_MEMBER_REMOVED',
  OFFBOARDING: 'OFFBOARDING_CANCELLED',
};

interface Facts {
  id: string;
  applicationId: string | null;
  deviceId: string | null;
  details: Record<string, unknown> | null;
}

const FACTS = `
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

/** Before it ends: some of it is deleted. */
export const eventsOf = async (database: Database, items: SelectedItem[]): Promise<NewEvent[]> => {
  const found = await database.query<Facts>(FACTS, [items.map(({ itemId }) => itemId)]);
  const facts = new Map(found.map((row) => [row.id, row]));
  return items.flatMap(({ type, itemId, userId }) => {
    const event = TYPES[type];
    if (!event) return [];
    const { applicationId = null, deviceId = null, details } = facts.get(itemId) ?? {};
    const about = type === 'INVITATION' ? { invitationId: encodeId('Invitation', itemId) } : {};
    return [
      {
        ...{ type: event, userId, applicationId, deviceId, sessionId: type === 'SESSION' ? itemId : null },
        details: { ...details, ...about, cause: 'DERIVED' },
      },
    ];
  });
};
