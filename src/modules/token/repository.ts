/** The table of tokens: the only place with its statements. */
import type { Cause } from '../../core/revocation/dependents';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Token } from './entity';

class TokenRepository extends TableRepository<Token> {
  /** Ends the tokens on these devices that belong to no family. */
  async endOnDevices(deviceIds: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3
       where device_id = any($1::uuid[]) and family_id is null and revoked_at is null`,
      [deviceIds, reason, revocationId],
    );
  }
}

export const tokens = repositoryOf(Token, TokenRepository);
