/** The table of push enrollments: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { PushEnrollment } from './entity';

class PushEnrollmentRepository extends TableRepository<PushEnrollment> {}

export const pushEnrollments = repositoryOf(PushEnrollment, PushEnrollmentRepository);
