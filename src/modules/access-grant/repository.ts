/** The table of access grants: the only place with its statements. */
import {
  type JoinedFamily,
  joinedFamilyColumns,
  type JoinedLimits,
  joinedLimitColumns,
  type JoinedUser,
  joinedUserColumns,
} from '../../core/authority/joined-columns';
import { livenessOf, statusColumns, statusConditionJoins, statusJoins } from '../../core/liveness/live';
import { newId } from '../../platform/random';
import type { Cause } from '../../core/revocation/dependents';
import { Conditions } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import { AccessGrant } from './entity';

const presentedLiveness = livenessOf('accessGrant', 'x');

const FIND_PRESENTED = `
  select x.id, x.user_id as "userId", x.family_id as "familyId", x.payload, x.exchanged_at as "exchangedAt",
    x.session_id as "sessionId", x.device_link_id as "deviceLinkId", ls.impersonator_id as "impersonatorId",
    extract(epoch from least(x.expires_at, lf.expires_at))::float8 as exp, ${joinedFamilyColumns}, ${joinedUserColumns},
    ${joinedLimitColumns()}
  from (select id, user_id, user_epoch, application_id, application_epoch, family_id, session_id, session_bound, device_id, device_link_id,
      consent_id, payload,
      case when consumed_at is null then expires_at else 'infinity' end as expires_at, revoked_at, end_reason, revocation_id, consumed_at as exchanged_at, null::timestamptz as consumed_at
    from access_grants where hash = $1) x
  ${presentedLiveness.joins} where ${presentedLiveness.live}`;

export interface PresentedGrant<Payload> extends JoinedFamily<Payload>, JoinedUser, JoinedLimits {
  id: string;
  familyId: string;
  payload: Payload;
  exchangedAt: Date | null;
  sessionId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
  /** Seconds since 1970. */
  exp: number;
}

import type { AccessGrantFilter } from './list';

export const accessGrantLiveness = livenessOf('accessGrant', 'x');

export const accessGrantRows = rowsOf(AccessGrant, {
  type: 'AccessGrant',
  from: 'access_grants x',
  columns: statusColumns('accessGrant', accessGrantLiveness),
  joins: statusJoins('accessGrant', accessGrantLiveness),
  always: ['userId'],
});

export const accessGrantList: ListSource<AccessGrantFilter> = {
  name: 'accessGrants',
  rows: accessGrantRows,
  joins: (_filter, byActive) => statusConditionJoins(null, byActive),
  active: { condition: accessGrantLiveness.live, byDefault: true },
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.application_id', 'Application', filter.applicationId).list,
};

export interface RevocableGrant {
  id: string;
  userId: string;
  applicationId: string;
  sessionId: string | null;
  consumedAt: Date | null;
  revocationId: string | null;
}

class AccessGrantRepository extends TableRepository<AccessGrant> {
  /**
   * The live code of this hash. One that has been exchanged is found as well, with `exchangedAt`, while its family lives, however long ago it
   * expired: a second use must be recognized as reuse.
   */
  findPresented<Payload>(hash: Buffer): Promise<PresentedGrant<Payload> | null> {
    return this.database.one(FIND_PRESENTED, [hash]);
  }

  /** The same, locked first: nobody else can exchange it before this transaction is over. */
  lockPresented<Payload>(hash: Buffer): Promise<PresentedGrant<Payload> | null> {
    this.database.postLock('select 1 from access_grants where hash = $1 for no key update', [hash]);
    return this.findPresented(hash);
  }

  /** Takes user, application, session, device, consent and epochs from the family. */
  async add(grant: {
    hash: Buffer;
    familyId: string;
    sessionBound: boolean;
    scopes: string[];
    /** JSON. */
    payload: string;
    /** Until it expires. */
    seconds: number;
  }): Promise<void> {
    const { hash, familyId, sessionBound, scopes, payload, seconds } = grant;
    await this.database.post(
      `insert into access_grants (id, hash, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, session_bound,
         consent_id, user_epoch, application_epoch, scopes, payload, created_at, expires_at)
       select $1, $2, f.id, f.user_id, f.application_id, f.client_id, f.device_id, f.device_link_id, f.session_id, $3, f.consent_id,
         f.user_epoch, f.application_epoch, $4, $5, now(), now() + make_interval(secs => $6)
       from (select $7::uuid as id) wanted left join token_families f on f.id = wanted.id`,
      [newId(), hash, sessionBound, scopes, payload, seconds, familyId],
    );
  }

  /** Of a code that `lockPresented` has found. */
  consume(hash: Buffer): Promise<void> {
    return this.database.post('update access_grants set consumed_at = now() where hash = $1', [hash]);
  }

  /** In any state. */
  findById(id: string | null): Promise<AccessGrant | null> {
    return this.database.one<AccessGrant>(
      `select ${accessGrantRows.select} from ${accessGrantRows.from} where x.id = $1`,
      [id],
    );
  }

  /** Live or not, with the receipt that revoked it. */
  findRevocable(id: string): Promise<RevocableGrant | null> {
    return this.database.one<RevocableGrant>(
      `select id, user_id as "userId", application_id as "applicationId", session_id as "sessionId", consumed_at as "consumedAt", revocation_id as "revocationId"
       from access_grants where id = $1`,
      [id],
    );
  }

  /** Revokes it, unless it was revoked or exchanged. */
  async end(id: string, { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update access_grants set revoked_at = now(), end_reason = $2, revocation_id = $3 where id = $1 and revoked_at is null and consumed_at is null`,
      [id, reason, revocationId],
    );
  }
}

export const accessGrants = repositoryOf(AccessGrant, AccessGrantRepository);
