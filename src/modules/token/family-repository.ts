/** The table of token families: the only place with its statements. */
import { lifeColumns, lifeOf } from '../../core/liveness/live';

/** The table of token families: the only place with its statements. */
import type { Cause } from '../../core/revocation/dependents';
import type { ListSource } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { columnsOf } from '../../schema/columns';
import { TokenFamily } from './entity';

const familyLife = lifeOf('accessGrant', 'x');

/** Families with the columns that the liveness predicate needs. A family is bound to its session unless offline access was granted. */
const asSubjects = (
  where = '',
) => `(select f.*, f.id as family_id, f.ended_at as revoked_at, null::timestamptz as consumed_at,
    not coalesce('offline_access' = any (string_to_array(f.payload -> 'openid' ->> 'scope', ' ')), false) as session_bound
  from token_families f ${where}) x`;

export const familyColumns = `${columnsOf(TokenFamily, 'x')}, ${lifeColumns('accessGrant', familyLife)}`;

export const familyFrom = `${asSubjects()} ${familyLife.joins} ${familyLife.death}`;

/** Whether the family of this id is live: an expression for a statement in which `id` names the column. */
export const familyLives = (id: string): string =>
  `exists (select from ${asSubjects(`where f.id = ${id}`)} ${familyLife.joins} where ${familyLife.live})`;

export const familyList: ListSource<never> = {
  name: 'tokenFamilies',
  select: familyColumns,
  from: familyFrom,
  countFrom: () => 'token_families x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: () => [],
};

class TokenFamilyRepository extends TableRepository<TokenFamily> {
  /** Ends those that have not ended. */
  async endDerived(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update token_families set ended_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId],
    );
  }

  async endOnDevices(deviceIds: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update token_families set ended_at = now(), end_reason = $2, revocation_id = $3
       where device_id = any($1::uuid[]) and ended_at is null`,
      [deviceIds, reason, revocationId],
    );
  }

  /** Ends those that have not ended, and with them their codes and tokens. */
  async end(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
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
