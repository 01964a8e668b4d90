/** The table of access grants: the only place with its statements. */
import {
  type JoinedFamily,
  joinedFamilyColumns,
  type JoinedLimits,
  joinedLimitColumns,
  type JoinedUser,
  joinedUserColumns,
} from '../../core/liveness/joined-columns';
import { lifeOf } from '../../core/liveness/live';
import { newId } from '../../platform/random';
import { repositoryOf, TableRepository } from '../../database/repository';
import { AccessGrant } from './entity';

const presentedLife = lifeOf('accessGrant', 'x');
const FIND_PRESENTED = `
  select x.id, x.user_id as "userId", x.family_id as "familyId", x.payload, x.exchanged_at as "exchangedAt",
    extract(epoch from least(x.expires_at, lf.expires_at))::float8 as exp, ${joinedFamilyColumns}, ${joinedUserColumns},
    ${joinedLimitColumns()}
  from (select id, user_id, user_epoch, application_id, application_epoch, family_id, session_id, session_bound, device_id, device_link_id,
      consent_id, payload,
      case when consumed_at is null then expires_at else 'infinity' end as expires_at, revoked_at, end_reason, revocation_id, consumed_at as exchanged_at, null::timestamptz as consumed_at
    from access_grants where hash = $1) x
  ${presentedLife.joins} where ${presentedLife.live}`;

export interface PresentedGrant<Payload> extends JoinedFamily<Payload>, JoinedUser, JoinedLimits {
  id: string;
  familyId: string;
  payload: Payload;
  exchangedAt: Date | null;
  /** Seconds since 1970. */
  exp: number;
}

class AccessGrantRepository extends TableRepository<AccessGrant> {
  /**
   * The live code of this hash. One that has been exchanged is found as well, with `exchangedAt`, while its family lives, however long ago it
   * expired: a second use must be recognized as reuse.
   */
  findPresented<Payload>(hash: Buffer): Promise<PresentedGrant<Payload> | null> {
    return this.database.one(FIND_PRESENTED, [hash]);
  }

  async findFamilyId(hash: Buffer): Promise<string | null> {
    const grant = await this.database.one<{ familyId: string }>(
      'select family_id as "familyId" from access_grants where hash = $1',
      [hash],
    );
    return grant?.familyId ?? null;
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
    await this.database.execute(
      `insert into access_grants (id, hash, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, session_bound,
         consent_id, user_epoch, application_epoch, scopes, payload, created_at, expires_at)
       select $1, $2, f.id, f.user_id, f.application_id, f.client_id, f.device_id, f.device_link_id, f.session_id, $3, f.consent_id,
         f.user_epoch, f.application_epoch, $4, $5, now(), now() + make_interval(secs => $6)
       from token_families f where f.id = $7`,
      [newId(), hash, sessionBound, scopes, payload, seconds, familyId],
    );
  }

  /** True for exactly one of any number of concurrent uses. */
  async consume(hash: Buffer): Promise<boolean> {
    const changed = await this.database.execute(
      'update access_grants set consumed_at = now() where hash = $1 and consumed_at is null and revoked_at is null',
      [hash],
    );
    return changed === 1;
  }
}

export const accessGrants = repositoryOf(AccessGrant, AccessGrantRepository);
