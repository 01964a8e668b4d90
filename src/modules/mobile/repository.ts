/** The table of authenticators: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Authenticator } from './entity';

class AuthenticatorRepository extends TableRepository<Authenticator> {}

export const authenticators = repositoryOf(Authenticator, AuthenticatorRepository);
