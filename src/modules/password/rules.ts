/** Authorization rules of the password mutations. */
import { anyone, carried, creates, ends, needsOnSomeObject, ownAccount, type FieldRules } from '../../schema/rules';

const ofAUser = needsOnSomeObject('users:setPassword');

export const passwordRules: FieldRules = {
  Mutation: {
    setUserPassword: creates('CREDENTIAL', ofAUser),
    changeMyPassword: creates('CREDENTIAL', ownAccount),
    requirePasswordChange: creates('CREDENTIAL', ofAUser),
    lockPassword: ends(ofAUser),
    unlockPassword: creates('CREDENTIAL', ofAUser),
    createRecoveryLink: creates('CREDENTIAL', ofAUser),
    emailRecoveryLink: creates('CREDENTIAL', ofAUser),
    requestPasswordReset: creates('CREDENTIAL', anyone),
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
