/** Access rules of the fields about off-boardings. */
import { carried, createsNothing, ends, needsWithin, type FieldRules } from '../../schema/rules';

export const offboardingRules: FieldRules = {
  Mutation: {
    scheduleOffboarding: ends(needsWithin('users:offboard')),
    cancelOffboarding: createsNothing(needsWithin('users:offboard')),
  },
  User: {
    offboarding: carried,
    viewerCanScheduleOffboarding: carried,
    viewerCanCancelOffboarding: carried,
  },
  Offboarding: { scheduler: carried },
};
