/** The authorization rules of the fields about second factors. */
import { carried, creates, createsNothing, needsOrOwnAccount, ownAccount, type FieldRules } from '../../schema/rules';

export const factorRules: FieldRules = {
  Mutation: {
    enrollTotp: creates('CREDENTIAL', ownAccount),
    confirmTotp: creates('CREDENTIAL', ownAccount),
    enrollPasskey: creates('CREDENTIAL', ownAccount),
    confirmPasskey: creates('CREDENTIAL', ownAccount),
    createRecoveryCodes: creates('CREDENTIAL', ownAccount),
    renameAuthenticator: createsNothing(ownAccount),
    removeAuthenticator: creates('CREDENTIAL', needsOrOwnAccount('authenticators:remove')),
  },
  Authenticator: { viewerCanRemove: carried },
};
