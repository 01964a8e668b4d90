/** The table of off-boardings: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Offboarding } from './entity';

class OffboardingRepository extends TableRepository<Offboarding> {
  /** `ids` are those of the off-boardings, which the entity leaves out. */
  async deleteByIds(ids: string[]): Promise<void> {
    await this.database.execute('delete from offboardings where id = any($1::uuid[])', [ids]);
  }
}

export const offboardings = repositoryOf(Offboarding, OffboardingRepository);
