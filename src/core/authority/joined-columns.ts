/**
 * Columns of the rows that the live predicate joins (`joins` of `livenessOf` in core/liveness/live.ts). A statement that finds a live session, code, token or
 * family selects them too, so that its user, its family and its limits are read at the same time.
 */

import { userEpoch } from '../liveness/epochs';
import { resourceScopesOf } from './held-roles';

/** The user. */
export const joinedUserColumns = `lu.username, lu.name, lu.email, lu.email_verified as "emailVerified", lu.updated_at as "userUpdatedAt", ${userEpoch('lu')} as "userEpoch", lu.subject as "userSubject"`;

export interface JoinedUser {
  userId: string | null;
  username: string;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
  userUpdatedAt: Date;
  userEpoch: number;
  userSubject: string | null;
}

/** When at the latest a token of the family is over by itself: with the family, or with what it depends on. */
const FAMILY_ENDS = `least(lf.expires_at, lu.expires_at, case when lc.revoked_at is null then lc.expires_at end,
    case when (x.session_bound or ls.impersonator_id is not null) and ls.ended_at is null then ls.expires_at end)`;

export const joinedFamilyExpiry = `extract(epoch from ${FAMILY_ENDS})::float8`;

/** The family of a code or token. */
export const joinedFamilyColumns = `lf.payload as "familyPayload", ${joinedFamilyExpiry} as "familyExp"`;

export interface JoinedFamily<Payload> {
  familyId: string | null;
  familyPayload: Payload | null;
  familyExp: number | null;
}

/** What limits the scopes of a code, token or family now. */
export interface Limits {
  /** Null where the application sets no limit, as for API tokens. */
  scopes: string[] | null;
  resources: Record<string, string[]>;
  firstParty: boolean;
  /** What the roles of the user give at each resource server whose scopes need roles; null where there is none. */
  byRole: Record<string, string[]> | null;
  /** Null where there is no consent, as for machines. */
  consented: string[] | null;
  consentedResources: Record<string, string[]> | null;
  impersonated: boolean;
  /** A token of an installation's own credentials: it has no user. */
  installation: boolean;
}

export interface JoinedLimits {
  limits: Limits;
}

/** Most applications use no resource server and pay nothing for this. */
const SCOPES_BY_ROLE = `case when la.resource_scopes <> '{}' and x.user_id is not null then (
      select jsonb_object_agg(r.identifier, case when lu.status = 'ACTIVE' then ${resourceScopesOf('x.user_id', 'r.identifier')} else '[]' end)
      from applications r where r.kind = 'RESOURCE_SERVER' and r.scopes_need_roles and la.resource_scopes ? r.identifier) end`;

/** `unlimited` is a condition under which the scopes of the application set no limit. */
export const joinedLimitColumns = (unlimited = 'false'): string => `json_build_object(
    'scopes', case when not ${unlimited} then la.scopes end, 'resources', la.resource_scopes, 'firstParty', la.first_party,
    'byRole', ${SCOPES_BY_ROLE}, 'consented', lc.scopes, 'consentedResources', lc.resource_scopes, 'impersonated', ls.impersonator_id is not null,
    'installation', x.device_id is not null and x.user_id is null) as limits`;

/** The same, but for scopes that roles give, as elements of a JSON array: see `limitsOf`. */
export const joinedLimitValues = `la.scopes, la.resource_scopes, la.first_party, lc.scopes, lc.resource_scopes, ls.impersonator_id is not null,
    x.device_id is not null and x.user_id is null`;

/** Whether scopes that roles give are among what limits the token. It then takes `joinedLimitColumns`, which costs more than all of a check. */
export const isLimitedByRoles = `case when la.resource_scopes <> '{}' and x.user_id is not null then exists (
      select from applications r where r.kind = 'RESOURCE_SERVER' and r.scopes_need_roles and la.resource_scopes ? r.identifier) else false end`;

export type LimitValues = [
  scopes: string[],
  resources: Record<string, string[]>,
  firstParty: boolean,
  consented: string[] | null,
  consentedResources: Record<string, string[]> | null,
  impersonated: boolean,
  installation: boolean,
];

export const limitsOf = (values: LimitValues, unlimited: boolean): Limits => {
  const [scopes, resources, firstParty, consented, consentedResources, impersonated, installation] = values;
  const own = unlimited ? null : scopes;
  return {
    scopes: own,
    resources,
    firstParty,
    byRole: null,
    consented,
    consentedResources,
    impersonated,
    installation,
  };
};
