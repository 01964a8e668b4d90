/** The table of users on devices: the only place with its statements. */
import { newId } from '../../platform/random';
import { repositoryOf, TableRepository } from '../../database/repository';
import { DeviceLink } from './entity';

class DeviceLinkRepository extends TableRepository<DeviceLink> {
  /** Whether the user is connected to the device. */
  async existsOpen(userId: string, deviceId: string): Promise<boolean> {
    const link = await this.database.one(
      'select id from device_links where user_id = $1 and device_id = $2 and ended_at is null',
      [userId, deviceId],
    );
    return link !== null;
  }

  /** Connects the user to the device if they are not connected yet. Null if the device has been deleted. */
  connect(userId: string, deviceId: string): Promise<{ id: string; created: boolean } | null> {
    return this.database.one(
      `insert into device_links (id, user_id, device_id, connected_at, last_seen_at)
     select $1, $2, d.id, now(), now() from devices d where d.id = $3 for share of d
     on conflict (user_id, device_id) where ended_at is null do update set last_seen_at = now()
     returning id, xmax = 0 as created`,
      [newId(), userId, deviceId],
    );
  }
}

export const deviceLinks = repositoryOf(DeviceLink, DeviceLinkRepository);
