/** The table of roles that users hold everywhere: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { UserRole } from './entity';

class UserRoleRepository extends TableRepository<UserRole> {
  /** Assigns the role of this name to a user. */
  async addByName(userId: string, name: string): Promise<void> {
    await this.database.execute(
      'insert into user_roles (user_id, role_id, assigned_at) select $1, id, now() from roles where name = $2',
      [userId, name],
    );
  }
}

export const userRoles = repositoryOf(UserRole, UserRoleRepository);
