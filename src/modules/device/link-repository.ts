/** The table of users on devices: the only place with its statements. */
import { newId } from '../../platform/random';
import type { Cause } from '../../core/revocation/dependents';
import { Conditions } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { PushMode } from '../../schema/enums';
import { type User, userList } from '../user';
import { DeviceLink } from './entity';
import type { DeviceLinkFilter } from './list';

export const deviceLinkRows = rowsOf(DeviceLink, {
  type: 'DeviceLink',
  from: 'device_links x',
  joins: { device: { sql: 'left join devices d on d.id = x.device_id', columns: [] } },
  always: ['userId'],
});

export const deviceLinkColumns = deviceLinkRows.select;

const deviceLinkFrom = deviceLinkRows.from;

export const deviceLinkList: ListSource<DeviceLinkFilter> = {
  name: 'deviceLinks',
  rows: deviceLinkRows,
  joins: (filter) => (filter?.applicationId || filter?.platform ? ['device'] : []),
  active: { condition: '(x.ended_at is null)', byDefault: true },
  orders: { CONNECTED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add).id('d.application_id', 'Application', filter.applicationId).anyOf('d.platform', filter.platform)
      .list,
};

/** Which user on which device. */
export type DeviceUser = Pick<DeviceLink, 'id' | 'userId' | 'deviceId'>;

/** A user on a device, with the push mode of the device's application. */
export interface PushLink extends DeviceUser {
  applicationId: string;
  pushMode: PushMode;
  mobileEnrolledAt: Date | null;
}

/** All methods that read leave out links that have ended, unless they say otherwise. */
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

  /** Ends mobile authentication and push for the user on all devices. */
  async clearEnrollments(userId: string): Promise<void> {
    await this.database.execute(
      `update device_links set mobile_enrolled_at = null, push_enrolled_at = null
       where user_id = $1 and (mobile_enrolled_at is not null or push_enrolled_at is not null)`,
      [userId],
    );
  }

  /** The same, only on devices that were enrolled since then. */
  async clearEnrollmentsSince(userId: string, since: Date): Promise<void> {
    await this.database.execute(
      `update device_links set mobile_enrolled_at = null, push_enrolled_at = null where user_id = $1 and mobile_enrolled_at >= $2`,
      [userId, since],
    );
  }

  findById(id: string | null): Promise<DeviceLink | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<DeviceLink>(
          `select ${deviceLinkColumns} from device_links x where x.id = $1 and x.ended_at is null`,
          [id],
        );
  }

  findInAnyState(id: string | null): Promise<DeviceLink | null> {
    return this.database.one<DeviceLink>(`select ${deviceLinkColumns} from device_links x where x.id = $1`, [id]);
  }

  findOf(userId: string, deviceId: string): Promise<DeviceLink | null> {
    return this.database.one<DeviceLink>(
      `select ${deviceLinkColumns} from device_links x where x.user_id = $1 and x.device_id = $2 and x.ended_at is null`,
      [userId, deviceId],
    );
  }

  /** With the version of the device. */
  findWithVersion(userId: string, deviceId: string): Promise<(DeviceLink & { version: number }) | null> {
    return this.database.one(
      `select ${deviceLinkColumns}, d.version from ${deviceLinkFrom}
       where x.user_id = $1 and x.device_id = $2 and x.ended_at is null`,
      [userId, deviceId],
    );
  }

  findWithPushMode(id: string | null): Promise<PushLink | null> {
    return this.database.one<PushLink>(
      `select x.id, x.user_id as "userId", x.device_id as "deviceId", a.id as "applicationId", a.push_mode as "pushMode",
         x.mobile_enrolled_at as "mobileEnrolledAt"
       from ${deviceLinkFrom} join applications a on a.id = d.application_id
       where x.id = $1 and x.ended_at is null`,
      [id],
    );
  }

  listOfUser(userId: string): Promise<DeviceUser[]> {
    return this.database.query<DeviceUser>(
      'select id, user_id as "userId", device_id as "deviceId" from device_links where user_id = $1 and ended_at is null',
      [userId],
    );
  }

  listOfDevices(deviceIds: string[]): Promise<DeviceUser[]> {
    return this.database.query<DeviceUser>(
      `select id, user_id as "userId", device_id as "deviceId" from device_links
       where device_id = any($1::uuid[]) and ended_at is null order by user_id`,
      [deviceIds],
    );
  }

  /** Which of these devices the user is signed in on. */
  async listDevicesOfUser(userId: string | null, deviceIds: readonly string[]): Promise<string[]> {
    const links = await this.database.query<{ id: string }>(
      'select device_id as id from device_links where device_id = any($1::uuid[]) and user_id = $2 and ended_at is null',
      [deviceIds, userId],
    );
    return links.map(({ id }) => id);
  }

  listUsers(deviceId: string): Promise<User[]> {
    return this.database.query<User>(
      `select ${userList.rows.select} from users x join device_links dl on dl.user_id = x.id where dl.device_id = $1 and dl.ended_at is null order by x.id`,
      [deviceId],
    );
  }

  /** Those of these links that are enrolled in mobile authentication. */
  listMobileEnrolled(ids: string[]): Promise<Pick<DeviceLink, 'userId' | 'deviceId'>[]> {
    return this.database.query(
      `select user_id as "userId", device_id as "deviceId" from device_links
       where id = any($1::uuid[]) and ended_at is null and mobile_enrolled_at is not null order by id`,
      [ids],
    );
  }

  async enrollMobile(id: string): Promise<void> {
    await this.update({ id }, { mobileEnrolledAt: () => 'coalesce(mobile_enrolled_at, now())' });
  }

  async endMobile(ids: string[]): Promise<void> {
    await this.database.execute('update device_links set mobile_enrolled_at = null where id = any($1::uuid[])', [ids]);
  }

  async enrollPush(id: string): Promise<void> {
    await this.update({ id }, { pushEnrolledAt: () => 'now()' });
  }

  async endPush(ids: string[]): Promise<void> {
    await this.database.execute(
      'update device_links set push_enrolled_at = null where id = any($1::uuid[]) and push_enrolled_at is not null',
      [ids],
    );
  }

  async end(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      'update device_links set ended_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and ended_at is null',
      [ids, reason, revocationId],
    );
  }
}

export const deviceLinks = repositoryOf(DeviceLink, DeviceLinkRepository);
