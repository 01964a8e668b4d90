/** The table of signing keys: the only place with its statements. */
import { repositoryOf, TableRepository } from '../database/repository';
import { SigningKey } from './tables';

class SigningKeyRepository extends TableRepository<SigningKey> {}

export const signingKeys = repositoryOf(SigningKey, SigningKeyRepository);
