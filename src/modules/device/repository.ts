/** The table of devices: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Device } from './entity';

class DeviceRepository extends TableRepository<Device> {}

export const devices = repositoryOf(Device, DeviceRepository);
