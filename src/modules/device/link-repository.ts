/** The table of users on devices: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { DeviceLink } from './entity';

class DeviceLinkRepository extends TableRepository<DeviceLink> {}

export const deviceLinks = repositoryOf(DeviceLink, DeviceLinkRepository);
