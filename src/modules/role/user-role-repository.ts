/** The table of roles that users hold everywhere: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { UserRole } from './entity';

class UserRoleRepository extends TableRepository<UserRole> {
  /** `ids` are those of the assignments, which the entity leaves out. */
  async deleteByIds(ids: string[]): Promise<void> {
    await this.database.execute('delete from user_roles where id = any($1::uuid[])', [ids]);
  }
}

export const userRoles = repositoryOf(UserRole, UserRoleRepository);
