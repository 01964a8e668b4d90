/** The table of passkeys: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Passkey } from './tables';

class PasskeyRepository extends TableRepository<Passkey> {}

export const passkeys = repositoryOf(Passkey, PasskeyRepository);
