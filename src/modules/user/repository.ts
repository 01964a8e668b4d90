/** The table of people and service accounts: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { User } from './entity';

class UserRepository extends TableRepository<User> {}

export const users = repositoryOf(User, UserRepository);
