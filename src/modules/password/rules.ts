/** Who may ask for what about passwords. */
import { anyone, carried, type FieldRules, needsWithin, own } from '../../schema/rules';

const ofAUser = needsWithin('users:setPassword');

export const passwordRules: FieldRules = {
  Mutation: {
    setUserPassword: ofAUser,
    changeMyPassword: own,
    requirePasswordChange: ofAUser,
    lockPassword: ofAUser,
    unlockPassword: ofAUser,
    createRecoveryLink: ofAUser,
    emailRecoveryLink: ofAUser,
    requestPasswordReset: anyone,
  },
  User: {
    viewerCanSetPassword: carried,
    viewerCanRequirePasswordChange: carried,
    viewerCanLockPassword: carried,
    viewerCanUnlockPassword: carried,
    viewerCanCreateRecoveryLink: carried,
    viewerCanEmailRecoveryLink: carried,
  },
};
