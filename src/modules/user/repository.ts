/** The table of people and service accounts: the only place with its statements. */
import { userMaySignIn } from '../../core/liveness/live';
import { repositoryOf, TableRepository } from '../../database/repository';
import { User } from './entity';

class UserRepository extends TableRepository<User> {
  /** Which of these may sign in. Their rows are locked in share mode, in the order of their ids. */
  async listSignInAllowedForShare(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select u.id from users u where u.id = any($1::uuid[]) and ${userMaySignIn('u')} order by u.id for share`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }
}

export const users = repositoryOf(User, UserRepository);
