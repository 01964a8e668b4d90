/** Authorization rules of registration. */
import { anyone, carried, creates, needsOnSomeObject, type FieldRules } from '../../schema/rules';

export const registrationRules: FieldRules = {
  Mutation: {
    registerUser: creates('ACCOUNT', anyone),
    resendConfirmation: creates('CREDENTIAL', anyone),
    confirmUser: creates('ACCOUNT', needsOnSomeObject('users:create')),
  },
  User: { viewerCanConfirm: carried },
};
