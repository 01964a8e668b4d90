/** The table of what is wrong with lines: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { ImportLineFault } from './tables';

class ImportLineFaultRepository extends TableRepository<ImportLineFault> {}

export const importFaults = repositoryOf(ImportLineFault, ImportLineFaultRepository);
