/** Statements of the table `user_roles`: roles that users hold everywhere. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { UserRole } from './entity';

class UserRoleRepository extends TableRepository<UserRole> {
  /** `ids` are those of the assignments, which the entity leaves out. */
  async deleteByIds(ids: string[]): Promise<void> {
    await this.database.execute('delete from user_roles where id = any($1::uuid[])', [ids]);
  }

  /** False where the user holds the role already. */
  async add(id: string, { userId, roleId }: Pick<UserRole, 'userId' | 'roleId'>): Promise<boolean> {
    const added = await this.database.execute(
      'insert into user_roles (id, user_id, role_id, assigned_at) values ($1, $2, $3, now()) on conflict do nothing',
      [id, userId, roleId],
    );
    return added === 1;
  }

  /** Assigns the role of this name to a user. */
  async addByName(userId: string, name: string): Promise<void> {
    await this.database.execute(
      'insert into user_roles (user_id, role_id, assigned_at) select $1, id, now() from roles where name = $2',
      [userId, name],
    );
  }
}

export const userRoles = repositoryOf(UserRole, UserRoleRepository);
