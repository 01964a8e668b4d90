/** Who may ask for what about off-boardings. */
import { carried, needsWithin, type FieldRules } from '../../schema/rules';

export const offboardingRules: FieldRules = {
  Mutation: {
    scheduleOffboarding: needsWithin('users:offboard'),
    cancelOffboarding: needsWithin('users:offboard'),
  },
  User: {
    offboarding: carried,
    viewerCanScheduleOffboarding: carried,
    viewerCanCancelOffboarding: carried,
  },
  Offboarding: { scheduler: carried },
};
