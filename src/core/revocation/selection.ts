/**
 * The objects that a revocation reaches, as data: rows of one kind selected by one column. Read once before the end to count what is live, and
 * again later if there was too much to write out.
 */
import { sinceGeneralEpoch } from '../liveness/epochs';
import type { RevocationItemType } from '../../schema/enums';
import { consentIsActive, isRevocable, livenessOf, userMaySignIn } from '../liveness/live';

export type SelectionKind =
  | 'user'
  | 'deviceLink'
  | 'device'
  | 'session'
  | 'token'
  | 'accessGrant'
  | 'consent'
  | 'pushEnrollment'
  | 'authenticator'
  | 'password'
  | 'clientSecret'
  | 'recoveryLink'
  | 'invitation'
  | 'registrationToken'
  | 'application'
  | 'roleAssignment'
  | 'groupMembership'
  | 'offboarding';
const COLUMNS = [
  'id',
  'user_id',
  'application_id',
  'device_id',
  'device_link_id',
  'session_id',
  'impersonator_id',
  'family_id',
  'consent_id',
  /** All rows; the values are empty. */
  'everything',
] as const;

export interface Selection {
  kind: SelectionKind;
  column: (typeof COLUMNS)[number];
  values: string[];
  /** Only rows of this user, if the column is shared by several. */
  userId?: string;
  /** Counts the row whether it is live or not: used for deletions. */
  anyState?: boolean;
  /** The rows are deleted, so their items are always written out; afterwards they could not be found. */
  rowsAreDeleted?: boolean;
  /** Excludes rows without an epoch of their user: API tokens, which survive the user being disabled. */
  underEpoch?: boolean;
  /** Excludes this session and what it issued. */
  exceptSession?: string;
  /** Excludes this token. */
  exceptToken?: string;
}

export const TABLES: Record<SelectionKind, string> = {
  user: 'users',
  deviceLink: 'device_links',
  device: 'devices',
  session: 'sessions',
  token: 'tokens',
  accessGrant: 'access_grants',
  consent: 'consents',
  pushEnrollment: 'push_enrollments',
  authenticator: 'authenticators',
  password: 'passwords',
  clientSecret: 'application_secrets',
  recoveryLink: 'links',
  invitation: 'invitations',
  registrationToken: '(select a.registration_token_id as id from applications a)',
  application: 'applications',
  roleAssignment: '(select id, user_id from user_roles union all select id, user_id from role_assignments)',
  groupMembership: 'group_members',
  offboarding: 'offboardings',
};

export const TYPES: Record<SelectionKind, string> = {
  user: `'USER'`,
  deviceLink: `'DEVICE_LINK'`,
  device: `'DEVICE'`,
  session: `'SESSION'`,
  token: `x.kind || '_TOKEN'`,
  accessGrant: `'ACCESS_GRANT'`,
  consent: `'CONSENT'`,
  pushEnrollment: `'PUSH_ENROLLMENT'`,
  authenticator: `'AUTHENTICATOR'`,
  password: `'PASSWORD'`,
  clientSecret: `'CLIENT_SECRET'`,
  recoveryLink: `'RECOVERY_LINK'`,
  invitation: `'INVITATION'`,
  registrationToken: `'REGISTRATION_TOKEN'`,
  application: `'APPLICATION'`,
  roleAssignment: `'ROLE_ASSIGNMENT'`,
  groupMembership: `'GROUP_MEMBERSHIP'`,
  offboarding: `'OFFBOARDING'`,
};

export const OWNER: Record<SelectionKind, string> = {
  user: 'x.id',
  deviceLink: 'x.user_id',
  device: 'null::uuid',
  session: 'x.user_id',
  token: 'x.user_id',
  accessGrant: 'x.user_id',
  consent: 'x.user_id',
  pushEnrollment: 'x.user_id',
  authenticator: 'x.user_id',
  password: 'x.user_id',
  clientSecret: 'null::uuid',
  recoveryLink: 'x.user_id',
  invitation: 'x.user_id',
  registrationToken: 'null::uuid',
  application: 'null::uuid',
  roleAssignment: 'x.user_id',
  groupMembership: 'x.user_id',
  offboarding: 'x.user_id',
};

const token = livenessOf('token', 'x');

/** Whether a row of the kind with this id exists and counts as live. */
export const isLive = (kind: SelectionKind, id: string): string => {
  const { joins, live } = liveness(kind);
  return `exists (select from ${TABLES[kind]} x ${joins} where x.id = ${id} and ${live})`;
};

/** Joins and condition under which a row of the kind counts as live. */
export const liveness = (kind: SelectionKind): { joins: string; live: string; death: string | null } => {
  if (kind === 'session' || kind === 'accessGrant') return livenessOf(kind, 'x');
  // A suspended token would become live again, so it ends as well.
  if (kind === 'token') return { ...token, live: isRevocable(token) };
  const live = {
    user: userMaySignIn('x'),
    deviceLink: 'x.ended_at is null',
    device: 'true',
    consent: consentIsActive('x'),
    // Deleted by whatever ends it.
    pushEnrollment: 'true',
    authenticator: 'x.ended_at is null',
    // Deleted when they end, or when a new password or registration token replaces them.
    password: 'true',
    registrationToken: 'true',
    clientSecret: '(x.expires_at is null or x.expires_at > now())',
    recoveryLink: `(x.purpose = 'RECOVERY' and x.used_at is null and x.expires_at > now())`,
    invitation: '(x.revoked_at is null and (x.accepted = 0 or x.reusable) and x.expires_at > now())',
    application: 'x.disabled_at is null',
    // Deleted when they end.
    roleAssignment: 'true',
    offboarding: 'true',
    // Members of a rule-based group are there because of the rule.
    groupMembership: 'exists (select from groups g where g.id = x.group_id and g.rule is null)',
  }[kind];
  return { joins: '', live, death: null };
};

/** `wanted` is what the column must equal: one of the selection's values, as SQL. */
export const condition = (
  selection: Selection,
  parameter: (value: unknown) => string,
  wanted = selection.column === 'everything' ? '' : `any(${parameter(selection.values)}::uuid[])`,
): string => {
  if (!COLUMNS.includes(selection.column)) throw new Error(`cannot select by column ${selection.column}`);
  const terms =
    selection.column === 'everything'
      ? ['true']
      : [
          selection.column === 'impersonator_id' && selection.kind !== 'session'
            ? // As an array, which is looked up in the index of `session_id` whatever the plan assumes about the values.
              `x.session_id = any(array(select id from sessions where impersonator_id = ${wanted}))`
            : `x.${selection.column} = ${wanted}`,
        ];
  if (selection.userId) terms.push(`x.user_id = ${parameter(selection.userId)}::uuid`);
  if (selection.underEpoch) terms.push('x.user_epoch is not null');
  if (selection.exceptSession) {
    const column = selection.kind === 'session' ? 'x.id' : 'x.session_id';
    terms.push(`${column} is distinct from ${parameter(selection.exceptSession)}::uuid`);
  }
  if (selection.exceptToken) terms.push(`x.id <> ${parameter(selection.exceptToken)}::uuid`);
  return terms.join(' and ');
};

export interface SelectedItem {
  type: RevocationItemType;
  itemId: string;
  userId: string | null;
}

/** Which rows count: those that are live now, or those that this receipt ended. */
type RowState = 'live' | { endedBy: string };

/** Whether this receipt ended a row. Devices and users have no column for it: those of the selection are what it ended. */
export const endedBy = (kind: SelectionKind, death: string | null, receipt: string): string => {
  if (death) return `death.revocation_id = ${receipt}::uuid`;
  return kind === 'device' || kind === 'user' ? `${receipt}::uuid is not null` : `x.revocation_id = ${receipt}::uuid`;
};

/** Follows from the predicate: where everything has just ended, an index shows that nothing is left. */
const mayBeLive = ({ kind, column }: Selection): string =>
  column === 'everything' && kind === 'session' ? sinceGeneralEpoch('x') : 'true';

/** One row per selected object, `"type", "itemId", "userId"`, without duplicates. */
const selectItems = (
  selections: Selection[],
  wanted: RowState,
  limit: number | null,
): { sql: string; values: unknown[] } => {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const receipt = wanted === 'live' ? null : parameter(wanted.endedBy);
  const parts = selections.map((selection) => {
    const { kind } = selection;
    const { joins, live, death } = selection.anyState ? { joins: '', live: 'true', death: null } : liveness(kind);
    const counts = receipt ? endedBy(kind, death, receipt) : `${live} and ${mayBeLive(selection)}`;
    return `(select ${TYPES[kind]} as "type", x.id as "itemId", ${OWNER[kind]} as "userId" from ${TABLES[kind]} x
      ${joins} ${receipt && death ? death : ''} where ${condition(selection, parameter)} and ${counts}${limit === null || selection.rowsAreDeleted ? '' : ` limit ${parameter(limit)}`})`;
  });
  return { sql: parts.join('\nunion\n'), values };
};

/** What is live now under the selections; at most `limit` rows for each selection whose rows are not deleted. */
export const liveItems = (selections: Selection[], limit: number) => selectItems(selections, 'live', limit);

/** What this receipt ended, found by the cause of death. */
export const endedItems = (selections: Selection[], receipt: string) =>
  selectItems(selections, { endedBy: receipt }, null);

/** All items of a receipt, written out or not. */
export const receiptItems = ({ id, selections }: { id: string; selections: Selection[] }) => {
  const found = selections.length > 0 ? endedItems(selections, id) : { sql: '', values: [id] };
  const written =
    'select type as "type", item_id as "itemId", user_id as "userId" from revocation_items where revocation_id = $1';
  return { sql: found.sql ? `${found.sql}\nunion\n${written}` : written, values: found.values };
};

/** The same, counted: rows `"type", "count"`. */
export const countByType = ({ sql, values }: { sql: string; values: unknown[] }) => ({
  sql: `select "type", count(*) as "count" from (${sql}) items group by "type"`,
  values,
});

export const allLiveItems = (selections: Selection[]) => selectItems(selections, 'live', null);

/** Longer than any JWT lives: bounds what is read, by the index of the expiry. */
const LONGEST = `interval '10 minutes'`;
const ISO = (time: string): string => `to_json(${time} at time zone 'UTC') #>> '{}' || 'Z'`;

/** The JWTs among the selected tokens that have not expired, ended or not, and when the last is over. Null if no tokens are selected. */
export const jwtsUnder = (selections: Selection[], limit: number): { sql: string; values: unknown[] } | null => {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = selections.filter(({ kind }) => kind === 'token').map((one) => `(${condition(one, parameter)})`);
  if (conditions.length === 0) return null;
  return {
    sql: `select x.id, x.application_id as "applicationId", x.resource, ${ISO('x.expires_at')} as "expiresAt", ${ISO('(max(x.expires_at) over ())')} as until
      from tokens x where x.format = 'JWT' and x.expires_at > now() and x.expires_at <= now() + ${LONGEST} and (${conditions.join(' or ')})
      order by x.expires_at, x.id limit ${parameter(limit)}`,
    values,
  };
};
