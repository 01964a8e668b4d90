/** The table of push enrollments: the only place with its statements. */
import { Any } from 'typeorm';
import { userMaySignIn } from '../../core/liveness/live';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { PushLink } from '../device';
import { PushEnrollment } from './entity';

/** An enrollment without its address. */
export type Enrolled = Pick<PushEnrollment, 'id' | 'userId' | 'deviceId' | 'deviceLinkId' | 'provider'>;

/** Where a push message goes, and the name of the application that asks. */
export type PushTarget = Enrolled & Pick<PushEnrollment, 'address' | 'addressHash'> & { applicationName: string };

const enrolledColumns = `p.id, p.user_id as "userId", p.device_id as "deviceId", p.device_link_id as "deviceLinkId", p.provider`;

class PushEnrollmentRepository extends TableRepository<PushEnrollment> {
  /** Only of devices that were enrolled in mobile authentication since then. */
  async deleteOfLinksEnrolledSince(userId: string, since: Date): Promise<void> {
    await this.database.execute(
      `delete from push_enrollments where device_link_id in (
         select id from device_links where user_id = $1 and mobile_enrolled_at >= $2)`,
      [userId, since],
    );
  }

  /**
   * Null if the message is no longer wanted: the request was answered or has expired, push was revoked, or the user, the version of the app
   * or one of the applications is disabled.
   */
  findTarget(
    id: string,
    request: { id: string | null; applicationId: string; expiresAt: string },
  ): Promise<PushTarget | null> {
    return this.database.one<PushTarget>(
      `select ${enrolledColumns}, p.address, p.address_hash as "addressHash", asking.name as "applicationName"
       from push_enrollments p
         join device_links dl on dl.id = p.device_link_id and dl.ended_at is null and dl.mobile_enrolled_at is not null
         join users u on u.id = p.user_id and ${userMaySignIn('u')}
         join devices d on d.id = p.device_id
         join applications installed on installed.id = d.application_id and installed.disabled_at is null
         join applications asking on asking.id = $2 and asking.disabled_at is null
         left join application_versions v on v.application_id = d.application_id and v.app_version = d.app_version
       where p.id = $1 and $3::timestamptz > now() and v.status is distinct from 'DISABLED'
         and not exists (select from authentication_requests asked where asked.id = $4 and asked.decision is not null)`,
      [id, request.applicationId, request.expiresAt, request.id],
    );
  }

  /** The enrollment, if it still has this address. */
  findAtAddress(id: string, addressHash: Buffer): Promise<Enrolled | null> {
    return this.database.one<Enrolled>(
      `select ${enrolledColumns} from push_enrollments p where p.id = $1 and p.address_hash = $2`,
      [id, addressHash],
    );
  }

  listOfLink(deviceLinkId: string): Promise<Enrolled[]> {
    return this.database.query<Enrolled>(
      `select ${enrolledColumns} from push_enrollments p where p.device_link_id = $1`,
      [deviceLinkId],
    );
  }

  /** Those of the user's other devices with the same application. */
  listOnOtherDevices({ id, userId, applicationId }: PushLink): Promise<Enrolled[]> {
    return this.database.query<Enrolled>(
      `select ${enrolledColumns} from push_enrollments p join devices d on d.id = p.device_id
       where p.user_id = $1 and d.application_id = $2 and p.device_link_id <> $3 order by p.id`,
      [userId, applicationId, id],
    );
  }

  /** Replaces the address that the user had on this device. */
  async put({
    id,
    userId,
    deviceId,
    deviceLinkId,
    provider,
    address,
    addressHash,
  }: Omit<PushEnrollment, 'enrolledAt'>): Promise<void> {
    await this.database.execute(
      `insert into push_enrollments (id, user_id, device_id, device_link_id, provider, address, address_hash, enrolled_at)
       values ($1, $2, $3, $4, $5, $6, $7, now())
       on conflict (device_link_id) do update
         set provider = excluded.provider, address = excluded.address, address_hash = excluded.address_hash, enrolled_at = excluded.enrolled_at`,
      [id, userId, deviceId, deviceLinkId, provider, address, addressHash],
    );
  }

  async deleteOfLinks(deviceLinkIds: string[]): Promise<void> {
    await this.delete({ deviceLinkId: Any(deviceLinkIds) });
  }
}

export const pushEnrollments = repositoryOf(PushEnrollment, PushEnrollmentRepository);
