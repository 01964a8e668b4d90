/** The table of tokens: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Token } from './entity';

class TokenRepository extends TableRepository<Token> {}

export const tokens = repositoryOf(Token, TokenRepository);
