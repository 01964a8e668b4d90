/** The table of token families: the only place with its statements. */
import { applicationEpoch } from '../../core/liveness/epochs';
import { type JoinedLimits, joinedLimitColumns } from '../../core/authority/joined-columns';
import { livenessOf, statusColumns, statusJoins } from '../../core/liveness/live';
import type { Cause } from '../../core/revocation/dependents';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';

/** The predicate of tokens on the family's own row, which has no family and no session bound to it. */
const grantLiveness = livenessOf('token', 'x');

const FIND_GRANT = `
  select x.payload, extract(epoch from x.expires_at)::float8 as exp, ${joinedLimitColumns()}
  from (select id, id as family_id, user_id, user_epoch, application_id, application_epoch, session_id, false as session_bound, device_id,
      device_link_id, consent_id, payload, expires_at, ended_at as revoked_at, null::timestamptz as consumed_at, end_reason, revocation_id
    from token_families where id = $1) x
  ${grantLiveness.joins} where ${grantLiveness.live}`;

const ADD = `
  insert into token_families (id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch,
    application_epoch, payload, refresh_token_issued, created_at, expires_at, authenticated_at, authentication_methods)
  select $1, $2, a.id, $4, $5, $6, $7, $8, $9, ${applicationEpoch('a')}, $10, false, now(), now() + make_interval(secs => $11), to_timestamp($12), $13
  from applications a where a.id = $3 and a.disabled_at is null`;

export interface NewFamily {
  id: string;
  userId: string;
  userEpoch: number;
  applicationId: string;
  clientId: string;
  deviceId: string | null;
  deviceLinkId: string | null;
  sessionId: string;
  consentId: string;
  /** JSON. */
  payload: string;
  /** Until it expires. */
  seconds: number;
  /** Seconds since 1970. */
  authenticatedAt: number;
  authenticationMethods: string[];
}

import { TokenFamily } from './entity';

const familyLiveness = livenessOf('accessGrant', 'x');

/** Families with the columns that the liveness predicate needs. A family is bound to its session unless offline access was granted. */
const asSubjects = (
  where = '',
) => `(select f.*, f.id as family_id, f.ended_at as revoked_at, null::timestamptz as consumed_at,
    not coalesce('offline_access' = any (string_to_array(f.payload -> 'openid' ->> 'scope', ' ')), false) as session_bound
  from token_families f ${where}) x`;

export const familyRows = rowsOf(TokenFamily, {
  type: 'TokenFamily',
  from: asSubjects(),
  columns: statusColumns('accessGrant', familyLiveness),
  joins: statusJoins('accessGrant', familyLiveness),
  always: ['userId'],
});

/** Whether the family of this id is live: an expression for a statement in which `id` names the column. */
export const familyIsLive = (id: string): string =>
  `exists (select from ${asSubjects(`where f.id = ${id}`)} ${familyLiveness.joins} where ${familyLiveness.live})`;

export const familyList: ListSource<never> = {
  name: 'tokenFamilies',
  rows: familyRows,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: () => [],
};

export interface FamilyOrigin {
  sessionId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
}

class TokenFamilyRepository extends TableRepository<TokenFamily> {
  /** The grant that a live family stands for. */
  findGrant<Payload>(id: string): Promise<({ payload: Payload; exp: number } & JoinedLimits) | null> {
    return this.database.one(FIND_GRANT, [id]);
  }

  /** The session and the device link that a family was issued from, and who impersonated its user. */
  findOrigin(id: string): Promise<FamilyOrigin | null> {
    return this.database.one(
      `select f.session_id as "sessionId", f.device_link_id as "deviceLinkId", s.impersonator_id as "impersonatorId"
       from token_families f left join sessions s on s.id = f.session_id where f.id = $1`,
      [id],
    );
  }

  /** Locks a family that has not ended. */
  lock(
    id: string,
  ): Promise<{ userId: string; applicationId: string; sessionId: string | null; deviceId: string | null } | null> {
    return this.database.one(
      `select user_id as "userId", application_id as "applicationId", session_id as "sessionId", device_id as "deviceId"
     from token_families where id = $1 and ended_at is null for no key update`,
      [id],
    );
  }

  /** Locks the row in share mode; false, without waiting, if somebody changes it. */
  async tryShare(id: string): Promise<boolean> {
    return (await this.database.one('select 1 from token_families where id = $1 for share skip locked', [id])) !== null;
  }

  /** False if the application has been disabled. */
  async add(family: NewFamily): Promise<boolean> {
    const { id, userId, applicationId, clientId, deviceId, deviceLinkId, sessionId, consentId, userEpoch } = family;
    const { payload, seconds, authenticatedAt, authenticationMethods } = family;
    const values = [
      ...[id, userId, applicationId, clientId, deviceId, deviceLinkId, sessionId, consentId, userEpoch],
      ...[payload, seconds, authenticatedAt, authenticationMethods],
    ];
    return (await this.database.execute(ADD, values)) > 0;
  }

  async markRefreshTokenIssued(id: string): Promise<void> {
    await this.database.post(
      'update token_families set refresh_token_issued = true where id = $1 and not refresh_token_issued',
      [id],
    );
  }

  /** Ends those that have not ended. */
  async endDerived(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update token_families set ended_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId],
    );
  }

  async endOnDevices(deviceIds: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update token_families set ended_at = now(), end_reason = $2, revocation_id = $3
       where device_id = any($1::uuid[]) and ended_at is null`,
      [deviceIds, reason, revocationId],
    );
  }

  /** Ends those that have not ended, and with them their codes and tokens. */
  async end(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update token_families set ended_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId],
    );
  }

  /** The authorization that a user gave on a device (OpenID CIBA). It has no session; `lifetime` is in seconds. */
  async addApproved(family: ApprovedFamily, lifetime: number): Promise<void> {
    const { id, userId, applicationId, clientId, deviceId, deviceLinkId, consentId } = family;
    await this.database.execute(
      `insert into token_families (id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch,
         application_epoch, payload, refresh_token_issued, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, null, $7, $8, $9, $10, false, now(), now() + make_interval(secs => $11))`,
      [
        ...[id, userId, applicationId, clientId, deviceId, deviceLinkId, consentId, family.userEpoch],
        ...[family.applicationEpoch, JSON.stringify(family.payload), lifetime],
      ],
    );
  }
}

export interface ApprovedFamily {
  id: string;
  userId: string;
  userEpoch: number;
  applicationId: string;
  applicationEpoch: number;
  clientId: string;
  deviceId: string;
  deviceLinkId: string;
  consentId: string;
  payload: object;
}

export const tokenFamilies = repositoryOf(TokenFamily, TokenFamilyRepository);
