/** Who may ask for what about second factors. */
import { carried, needsOrSelf, own, type FieldRules } from '../../schema/rules';

export const factorRules: FieldRules = {
  Mutation: {
    enrollTotp: own,
    confirmTotp: own,
    enrollPasskey: own,
    confirmPasskey: own,
    createRecoveryCodes: own,
    renameAuthenticator: own,
    removeAuthenticator: needsOrSelf('authenticators:remove'),
  },
  Authenticator: { viewerCanRemove: carried },
};
