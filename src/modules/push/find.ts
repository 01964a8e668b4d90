/** Users on devices and their push enrolments, as the rules of push need them. */
import type { Database } from '../../database/database';
import type { PushMode } from '../../schema/enums';
import { ENROLLED, type Enrolled } from './endings';

/** A user on a device, with the rule of the device's application. */
export interface PushLink {
  id: string;
  userId: string;
  deviceId: string;
  applicationId: string;
  pushMode: PushMode;
  mobileEnrolledAt: Date | null;
}

export const pushLink = (database: Database, linkId: string | null): Promise<PushLink | null> =>
  database.one<PushLink>(
    `select dl.id, dl.user_id as "userId", dl.device_id as "deviceId", a.id as "applicationId", a.push_mode as "pushMode",
       dl.mobile_enrolled_at as "mobileEnrolledAt"
     from device_links dl join devices d on d.id = dl.device_id join applications a on a.id = d.application_id
     where dl.id = $1 and dl.ended_at is null`,
    [linkId],
  );

/** The user's other devices that get push messages of the same application. */
export const enrolledBeside = (database: Database, { id, userId, applicationId }: PushLink): Promise<Enrolled[]> =>
  database.query<Enrolled>(
    `select ${ENROLLED} from push_enrollments p join devices d on d.id = p.device_id
     where p.user_id = $1 and d.application_id = $2 and p.device_link_id <> $3 order by p.id`,
    [userId, applicationId, id],
  );
