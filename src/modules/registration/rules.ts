/** Who may ask for what about registration. */
import { anyone, carried, needsWithin, type FieldRules } from '../../schema/rules';

export const registrationRules: FieldRules = {
  Mutation: {
    registerUser: anyone,
    resendConfirmation: anyone,
    confirmUser: needsWithin('users:create'),
  },
  User: { viewerCanConfirm: carried },
};
