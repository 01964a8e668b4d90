/** The table of authenticator apps: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { TotpSecret } from './tables';

class TotpSecretRepository extends TableRepository<TotpSecret> {}

export const totpSecrets = repositoryOf(TotpSecret, TotpSecretRepository);
