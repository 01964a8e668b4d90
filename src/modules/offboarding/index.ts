/** Off-boarding: disabling or deleting users at a scheduled time. */
import { defineModule } from '../../core/module/module';
import { offboardings } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { Offboarding } from './entity';
import { OffboardingCapabilities } from './capabilities';
import { OffboardingResolver, UserOffboardingResolver } from './resolver';
import { offboardingRules } from './rules';
import { jobOf } from '../../core/job/task';
import { offboard } from './carry-out';
import { offboardTask } from './task';
import { personalData } from './personal-data';
import * as vocabulary from './vocabulary';

export const offboardingModule = defineModule({
  name: 'offboarding',
  ...vocabulary,
  entities: [Offboarding],
  resolvers: [OffboardingCapabilities, OffboardingResolver, UserOffboardingResolver],
  rules: offboardingRules,
  endsWith: { user: deletedWithUser(offboardings) },
  jobs: [
    // In case the job that was enqueued for the due time is lost.
    jobOf(offboardTask, offboard, { at: '* * * * *' }),
  ],
  endsDerived: { OFFBOARDING: (database, ids) => offboardings(database).deleteByIds(ids) },
  personalData,
  withoutRetention: { offboardings: 'until it is carried out, cancelled or replaced' },
});
