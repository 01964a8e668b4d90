/** The table of tokens: the only place with its statements. */
import type { Cause } from '../../core/revocation/dependents';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Token } from './entity';

class TokenRepository extends TableRepository<Token> {
  /** The API tokens of a user that were not revoked. */
  async listUnrevokedApiIds(userId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from tokens where user_id = $1 and kind = 'API' and revoked_at is null`,
      [userId],
    );
    return rows.map(({ id }) => id);
  }

  async revoke(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[])`,
      [ids, reason, revocationId],
    );
  }
}

export const tokens = repositoryOf(Token, TokenRepository);
