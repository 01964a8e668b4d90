/** The table of passwords: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Password } from './entity';

class PasswordRepository extends TableRepository<Password> {
  async findHash(userId: string): Promise<string | null> {
    const row = await this.database.one<{ hash: string }>('select hash from passwords where user_id = $1', [userId]);
    return row?.hash ?? null;
  }

  /** Those of these users who have a password. */
  async listOwners(userIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ userId: string }>(
      'select user_id as "userId" from passwords where user_id = any($1::uuid[])',
      [userIds],
    );
    return rows.map(({ userId }) => userId);
  }

  /** Replaces the former one, if any. */
  async set({ userId, id, hash, needsSecondFactor }: Omit<Password, 'changedAt'>): Promise<void> {
    await this.database.execute(
      `insert into passwords (user_id, id, hash, changed_at, needs_second_factor) values ($1, $4, $2, now(), $3)
     on conflict (user_id) do update set id = excluded.id, hash = excluded.hash, changed_at = now(), needs_second_factor = excluded.needs_second_factor`,
      [userId, hash, needsSecondFactor, id],
    );
  }
}

export const passwords = repositoryOf(Password, PasswordRepository);
