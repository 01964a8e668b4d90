/** The table of removed refresh tokens: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { RotatedRefreshToken } from './tables';

class RotatedRefreshTokenRepository extends TableRepository<RotatedRefreshToken> {}

export const rotatedRefreshTokens = repositoryOf(RotatedRefreshToken, RotatedRefreshTokenRepository);
