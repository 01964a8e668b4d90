/** The table of push enrollments: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { PushEnrollment } from './entity';

class PushEnrollmentRepository extends TableRepository<PushEnrollment> {
  /** Of the devices where the user has been able to confirm since then only. */
  async deleteOfLinksEnrolledSince(userId: string, since: Date): Promise<void> {
    await this.database.execute(
      `delete from push_enrollments where device_link_id in (
         select id from device_links where user_id = $1 and mobile_enrolled_at >= $2)`,
      [userId, since],
    );
  }
}

export const pushEnrollments = repositoryOf(PushEnrollment, PushEnrollmentRepository);
