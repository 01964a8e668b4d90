/** Who may ask for what about registration. */
import { anyone, carried, needs, type FieldRules } from '../../schema/rules';

export const registrationRules: FieldRules = {
  Mutation: {
    registerUser: anyone,
    resendConfirmation: anyone,
    confirmUser: needs('users:create'),
  },
  User: { viewerCanConfirm: carried },
};
