/** Access rules of the fields about off-boardings. */
import { carried, createsNothing, ends, needsOnSomeObject, type FieldRules } from '../../schema/rules';

export const offboardingRules: FieldRules = {
  Mutation: {
    scheduleOffboarding: ends(needsOnSomeObject('users:offboard')),
    cancelOffboarding: createsNothing(needsOnSomeObject('users:offboard')),
  },
  User: {
    offboarding: carried,
    viewerCanScheduleOffboarding: carried,
    viewerCanCancelOffboarding: carried,
  },
  Offboarding: { scheduler: carried },
};
