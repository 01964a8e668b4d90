/** The table of token families: the only place with its statements. */
import type { Cause } from '../../core/revocation/dependents';
import { repositoryOf, TableRepository } from '../../database/repository';
import { TokenFamily } from './family';

class TokenFamilyRepository extends TableRepository<TokenFamily> {
  /** Ends those that have not ended. */
  async endDerived(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update token_families set ended_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId],
    );
  }
}

export const tokenFamilies = repositoryOf(TokenFamily, TokenFamilyRepository);
