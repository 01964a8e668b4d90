/** The table of lines that wait: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { ImportLine } from './tables';

class ImportLineRepository extends TableRepository<ImportLine> {}

export const importLines = repositoryOf(ImportLine, ImportLineRepository);
