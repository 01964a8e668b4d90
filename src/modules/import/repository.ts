/** The table of imports: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Import } from './entity';

class ImportRepository extends TableRepository<Import> {}

export const imports = repositoryOf(Import, ImportRepository);
