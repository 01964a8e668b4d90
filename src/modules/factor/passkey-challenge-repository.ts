/** The table of challenges of passkeys: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { PasskeyChallenge } from './tables';

class PasskeyChallengeRepository extends TableRepository<PasskeyChallenge> {}

export const passkeyChallenges = repositoryOf(PasskeyChallenge, PasskeyChallengeRepository);
