/** The table of challenges of devices: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { DeviceChallenge } from './tables';

class DeviceChallengeRepository extends TableRepository<DeviceChallenge> {}

export const deviceChallenges = repositoryOf(DeviceChallenge, DeviceChallengeRepository);
