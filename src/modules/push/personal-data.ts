/** The part of `exportUserData` that this module's tables provide. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'pushEnrollments',
    table: 'push_enrollments',
    needs: 'devices:read',
    type: 'PushEnrollment',
    select: 'x.id, x.provider, x.enrolled_at as "enrolledAt"',
    from: 'push_enrollments x',
  },
];
