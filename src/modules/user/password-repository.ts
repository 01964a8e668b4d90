/** The table of passwords: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Password } from './entity';

class PasswordRepository extends TableRepository<Password> {}

export const passwords = repositoryOf(Password, PasswordRepository);
