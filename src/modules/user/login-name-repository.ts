/** The table of the namespace of usernames and addresses: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { LoginName } from './tables';

class LoginNameRepository extends TableRepository<LoginName> {}

export const loginNames = repositoryOf(LoginName, LoginNameRepository);
