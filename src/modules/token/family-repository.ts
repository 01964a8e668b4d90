/** The table of token families: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { TokenFamily } from './family';

class TokenFamilyRepository extends TableRepository<TokenFamily> {
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
