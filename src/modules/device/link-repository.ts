/** The table of users on devices: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { DeviceLink } from './entity';

class DeviceLinkRepository extends TableRepository<DeviceLink> {
  /** The user can confirm nothing on any device, and none gets push messages. */
  async clearEnrollments(userId: string): Promise<void> {
    await this.database.execute(
      `update device_links set mobile_enrolled_at = null, push_enrolled_at = null
       where user_id = $1 and (mobile_enrolled_at is not null or push_enrolled_at is not null)`,
      [userId],
    );
  }

  /** The same on the devices where the user has been able to confirm since then only. */
  async clearEnrollmentsSince(userId: string, since: Date): Promise<void> {
    await this.database.execute(
      `update device_links set mobile_enrolled_at = null, push_enrolled_at = null where user_id = $1 and mobile_enrolled_at >= $2`,
      [userId, since],
    );
  }
}

export const deviceLinks = repositoryOf(DeviceLink, DeviceLinkRepository);
