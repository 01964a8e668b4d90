/** The table of people and service accounts: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { User } from './entity';

class UserRepository extends TableRepository<User> {
  /** Gives those whose roles these assignments are a new version. */
  async touchHolders(assignmentIds: string[]): Promise<void> {
    await this.database.execute(
      `update users set version = version + 1, updated_at = now() where id in (
         select user_id from user_roles where id = any($1::uuid[]) union select user_id from role_assignments where id = any($1::uuid[]))`,
      [assignmentIds],
    );
  }

  async countServiceAccounts(ids: string[]): Promise<number> {
    const row = await this.database.one<{ n: number }>(
      `select count(*)::int as n from users where id = any($1::uuid[]) and type in ('SERVICE_ACCOUNT', 'INTERNAL_SERVICE_ACCOUNT')`,
      [ids],
    );
    return row!.n;
  }

  async findName(id: string | null): Promise<string | null> {
    const row = await this.database.one<{ name: string | null }>('select name from users where id = $1', [id]);
    return row?.name ?? null;
  }
}

export const users = repositoryOf(User, UserRepository);
