/**
 * Everything that is held about one person, table by table: what of each is told, and by which permission somebody else may see it. No secret
 * and no hash of one is among the columns; tables that hold nothing else are named at the end.
 */
import type { IdType } from '../../platform/type-id';
import type { Permission } from '../../schema/permissions';
import { HELD_ROLES } from '../../core/authority/held-roles';

export interface Section {
  name: string;
  /** The table that it tells of. */
  table: string;
  needs: Permission;
  /** Of the `id` of each row. */
  type?: IdType;
  /** Columns of the table and of joins; the table is `x`. */
  select: string;
  from: string;
  /** The newest first; by the id unless told. */
  order?: string;
  where?: string;
}

const application = 'a.name as "application"';
const joinApplication = 'left join applications a on a.id = x.application_id';
const ofUser = (table: string): string => `${table} x`;

export const SECTIONS: Section[] = [
  {
    name: 'password',
    table: 'passwords',
    needs: 'users:read',
    select: 'x.changed_at as "changedAt"',
    from: ofUser('passwords'),
    order: 'x.changed_at',
  },
  {
    name: 'groups',
    table: 'group_members',
    needs: 'groups:read',
    select: 'g.name, g.path, x.added_at as "addedAt"',
    from: 'group_members x join groups g on g.id = x.group_id',
    order: 'x.added_at',
  },
  {
    name: 'roles',
    table: 'user_roles',
    needs: 'users:read',
    select: 'r.name as "role", x.on_path as "onPath", x.assigned_at as "assignedAt"',
    from: `${HELD_ROLES} x join roles r on r.id = x.role_id`,
    order: 'x.assigned_at',
  },
  {
    name: 'devices',
    table: 'device_links',
    needs: 'devices:read',
    type: 'DeviceLink',
    select: `x.id, d.name, d.platform, d.model, d.os_version as "osVersion", d.app_version as "appVersion", x.connected_at as "connectedAt",
      x.last_seen_at as "lastSeenAt", x.mobile_enrolled_at as "mobileEnrolledAt", x.push_enrolled_at as "pushEnrolledAt", x.ended_at as "endedAt", x.end_reason as "endReason"`,
    from: 'device_links x left join devices d on d.id = x.device_id',
  },
  {
    name: 'pushEnrollments',
    table: 'push_enrollments',
    needs: 'devices:read',
    type: 'PushEnrollment',
    select: 'x.id, x.provider, x.enrolled_at as "enrolledAt"',
    from: ofUser('push_enrollments'),
  },
  {
    name: 'authenticators',
    table: 'authenticators',
    needs: 'devices:read',
    type: 'Authenticator',
    select:
      'x.id, x.kind, x.name, x.created_at as "createdAt", x.last_used_at as "lastUsedAt", x.ended_at as "endedAt", x.end_reason as "endReason"',
    from: ofUser('authenticators'),
  },
  {
    name: 'sessions',
    table: 'sessions',
    needs: 'sessions:read',
    type: 'Session',
    select: `x.id, x.platform, x.os, x.os_version as "osVersion", x.browser, x.user_agent as "userAgent", x.ip, x.location,
      x.authentication_methods as "authenticationMethods", x.created_at as "createdAt", x.authenticated_at as "authenticatedAt",
      x.last_seen_at as "lastSeenAt", x.expires_at as "expiresAt", x.ended_at as "endedAt", x.end_reason as "endReason"`,
    from: ofUser('sessions'),
  },
  {
    name: 'knownBrowsers',
    table: 'known_browsers',
    needs: 'sessions:read',
    select: 'x.created_at as "createdAt", x.last_used_at as "lastUsedAt", x.expires_at as "expiresAt"',
    from: ofUser('known_browsers'),
  },
  {
    name: 'consents',
    table: 'consents',
    needs: 'consents:read',
    type: 'Consent',
    select: `x.id, ${application}, x.scopes, x.resource_scopes as "resourceScopes", x.created_at as "createdAt", x.updated_at as "updatedAt",
      x.expires_at as "expiresAt", x.revoked_at as "revokedAt", x.end_reason as "endReason"`,
    from: `consents x ${joinApplication}`,
  },
  {
    name: 'authorizations',
    table: 'token_families',
    needs: 'tokens:read',
    type: 'TokenFamily',
    select: `x.id, ${application}, x.created_at as "createdAt", x.expires_at as "expiresAt", x.ended_at as "endedAt", x.end_reason as "endReason"`,
    from: `token_families x ${joinApplication}`,
  },
  {
    name: 'tokens',
    table: 'tokens',
    needs: 'tokens:read',
    type: 'Token',
    select: `x.id, x.kind, x.name, ${application}, x.scopes, x.created_at as "createdAt", x.expires_at as "expiresAt", x.last_used_at as "lastUsedAt",
      x.revoked_at as "revokedAt", x.end_reason as "endReason"`,
    from: `tokens x ${joinApplication}`,
  },
  {
    name: 'accessGrants',
    table: 'access_grants',
    needs: 'grants:read',
    type: 'AccessGrant',
    select: `x.id, ${application}, x.scopes, x.created_at as "createdAt", x.expires_at as "expiresAt", x.revoked_at as "revokedAt", x.end_reason as "endReason"`,
    from: `access_grants x ${joinApplication}`,
  },
  {
    name: 'authenticationRequests',
    table: 'authentication_requests',
    needs: 'sessions:read',
    type: 'AuthenticationRequest',
    select: `x.id, ${application}, x.scopes, x.binding_message as "bindingMessage", x.decision, x.created_at as "createdAt", x.decided_at as "decidedAt"`,
    from: `authentication_requests x ${joinApplication}`,
  },
  {
    name: 'invitations',
    table: 'invitations',
    needs: 'users:read',
    type: 'Invitation',
    select: 'x.id, x.email, x.name, x.path, x.attributes, x.created_at as "createdAt", x.expires_at as "expiresAt"',
    from: ofUser('invitations'),
  },
  {
    name: 'offboardings',
    table: 'offboardings',
    needs: 'users:read',
    select: 'x.action, x.due_at as "dueAt", x.reason, x.created_at as "createdAt"',
    from: ofUser('offboardings'),
    order: 'x.created_at',
  },
  {
    name: 'mails',
    table: 'mails',
    needs: 'mails:read',
    type: 'Mail',
    select: 'x.id, x.kind, x.address, x.status, x.created_at as "createdAt", x.finished_at as "finishedAt"',
    from: ofUser('mails'),
  },
  {
    name: 'derivedCredentials',
    table: 'derived_credentials',
    needs: 'tokens:read',
    select: 'x.kind, x.created_at as "createdAt"',
    from: ofUser('derived_credentials'),
  },
  {
    name: 'receipts',
    table: 'revocations',
    needs: 'revocations:read',
    type: 'Revocation',
    select: 'x.id, x.action, x.reason, x.requested_at as "requestedAt"',
    from: ofUser('revocations'),
  },
  {
    name: 'events',
    table: 'events',
    needs: 'events:search',
    type: 'Event',
    // Where somebody else acted, from where is not about this person.
    select: `x.id, x.type, x.outcome, x.occurred_at as "occurredAt", case when x.actor_user_id is not distinct from x.user_id then x.ip end as "ip",
      case when x.actor_user_id is not distinct from x.user_id then x.user_agent end as "userAgent", x.reason, x.details`,
    from: ofUser('events'),
  },
];

/** Of tables with a `user_id`: what is of no use but to sign in, and what another section tells already. */
export const UNTOLD: Record<string, string> = {
  totp_secrets: 'a secret; the authenticator is told',
  recovery_codes: 'hashes; the authenticator is told',
  passkeys: 'keys; the authenticator is told',
  passkey_challenges: 'hashes, for minutes',
  device_challenges: 'hashes, for minutes',
  second_factor_failures: 'a counter, until a right code',
  links: 'hashes; the mail is told',
  revocation_plans: 'hashes, for minutes',
  revocation_items: 'what the receipts list',
  role_assignments: 'told with the roles',
  login_names: 'the username and the address, told with the user',
};
