/** The table of devices: the only place with its statements. */
import { accessCondition } from '../../core/authority/object-permissions';
import type { Principal } from '../../core/authority/principal';
import { Conditions, contains, filterId, filterText } from '../../database/filter';
import type { AddParameter, ListSource } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { rowsOf } from '../../database/rows';
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

import type { DeviceFilter } from './list';

export const deviceRows = rowsOf(Device, {
  type: 'Device',
  from: 'devices x',
});

export const deviceColumns = deviceRows.select;

export const deviceFrom = 'devices x';

/** Whether the user that `condition` is about is signed in on the device. */
const isUsedBy = (condition: string): string =>
  `exists (select from device_links dl where dl.device_id = x.id and dl.ended_at is null and ${condition})`;

export const deviceList: ListSource<DeviceFilter> = {
  name: 'devices',
  rows: deviceRows,
  // A device is active until it is deleted.
  active: { condition: 'true', byDefault: true },
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .when(filter.userId, () => isUsedBy(`dl.user_id = ${add(filterId('User', filter.userId!))}`))
      .id('x.application_id', 'Application', filter.applicationId)
      .anyOf('x.platform', filter.platform)
      .anyText('x.app_version', 'appVersion', filter.appVersion)
      .when(filter.search, () => {
        const search = filterText('search', filter.search!);
        return `(${contains(add, 'lower(x.name)', search)} or ${contains(add, 'lower(x.model)', search)})`;
      })
      .between('x.created_at', filter.createdFrom, filter.createdTo).list,
};

/** The devices of the users whose devices the caller may read; no condition if the caller may read all. */
export const readableDevice =
  (principal: Principal) =>
  (add: AddParameter): string[] =>
    accessCondition(principal, 'devices:read', 'dl.user_id')(add).map(isUsedBy);

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

  findById(id: string | null): Promise<Device | null> {
    return this.database.one<Device>(`select ${deviceColumns} from ${deviceFrom} where x.id = $1`, [id]);
  }

  /** The version, locked in share mode: the device cannot be changed or deleted before the transaction ends. */
  findVersionForShare(id: string): Promise<Pick<Device, 'version'> | null> {
    return this.database.one('select version from devices where id = $1 for share', [id]);
  }

  /** Locks the device if the user is signed in on it. */
  async lockOfUser(id: string, userId: string): Promise<boolean> {
    const locked = await this.database.query(
      `select d.id from devices d join device_links l on l.device_id = d.id
       where d.id = $1 and l.user_id = $2 and l.ended_at is null for no key update of d`,
      [id, userId],
    );
    return locked.length > 0;
  }

  /** Locks devices against new sign-ins on them. */
  async lock(ids: string[]): Promise<void> {
    await this.database.query('select id from devices where id = any($1::uuid[]) order by id for update', [ids]);
  }

  async change(id: string, changes: Partial<Pick<Device, 'name' | 'osVersion' | 'appVersion'>>): Promise<void> {
    await this.update({ id }, { ...changes, version: () => 'version + 1' });
  }
}

export const devices = repositoryOf(Device, DeviceRepository);
