/** The table of known browsers: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { KnownBrowserRow } from './tables';

class KnownBrowserRowRepository extends TableRepository<KnownBrowserRow> {}

export const knownBrowsers = repositoryOf(KnownBrowserRow, KnownBrowserRowRepository);
