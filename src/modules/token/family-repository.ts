/** The table of token families: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { TokenFamily } from './family';

class TokenFamilyRepository extends TableRepository<TokenFamily> {}

export const tokenFamilies = repositoryOf(TokenFamily, TokenFamilyRepository);
