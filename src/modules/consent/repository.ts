/** The table of consents: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Consent } from './entity';

class ConsentRepository extends TableRepository<Consent> {}

export const consents = repositoryOf(Consent, ConsentRepository);
