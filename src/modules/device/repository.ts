/** The table of devices: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Device } from './entity';

export interface NewDevice {
  id: string;
  applicationId: string;
  clientId: string;
  secretHash: Buffer;
  metadata: Record<string, unknown>;
  name: string | undefined;
  platform: string | undefined;
  model: string | undefined;
  osVersion: string | undefined;
  appVersion: string | undefined;
  registrationTokenId: string | null;
}

class DeviceRepository extends TableRepository<Device> {
  async add(device: NewDevice): Promise<void> {
    const { id, applicationId, clientId, secretHash, metadata, name, platform, registrationTokenId } = device;
    await this.database.execute(
      `insert into devices (id, application_id, client_id, secret_hash, metadata, name, platform, model, os_version, app_version, registration_token_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now())`,
      [
        ...[id, applicationId, clientId, secretHash, JSON.stringify(metadata), name, platform],
        ...[device.model ?? null, device.osVersion ?? null, device.appVersion ?? null, registrationTokenId],
      ],
    );
  }
}

export const devices = repositoryOf(Device, DeviceRepository);
