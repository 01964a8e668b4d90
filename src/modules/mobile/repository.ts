/** The table of authenticators: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Authenticator } from './entity';

class AuthenticatorRepository extends TableRepository<Authenticator> {
  /** Those of a user that have not ended, or of them those that were made since. */
  async listCurrentIds(userId: string, since: Date | null = null): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from authenticators where user_id = $1 and ended_at is null ${since ? 'and created_at >= $2' : ''}`,
      since ? [userId, since] : [userId],
    );
    return rows.map(({ id }) => id);
  }
}

export const authenticators = repositoryOf(Authenticator, AuthenticatorRepository);
