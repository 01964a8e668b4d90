/** Who may ask for what about mobile authentication. */
import { carried, needsOrOwner, needsOrSelf, own, type FieldRules } from '../../schema/rules';

export const mobileRules: FieldRules = {
  Query: { pendingAuthentications: own },
  Mutation: {
    answerAuthentication: own,
    createDeviceChallenge: own,
    enrollMobileAuthentication: own,
    revokeMobileAuthentication: needsOrSelf('devices:disconnect'),
    removeDeviceAuthenticator: needsOrSelf('devices:disconnect'),
  },
  Authenticator: { viewerCanRemoveFromDevice: carried, user: carried, device: needsOrOwner('devices:read', 'userId') },
  PendingAuthentication: { application: carried },
  DeviceLink: {
    viewerCanEnrollMobileAuthentication: carried,
    viewerCanRevokeMobileAuthentication: carried,
    authenticators: needsOrOwner('devices:read', 'userId'),
  },
  User: { authenticators: needsOrOwner('devices:read', 'id') },
};
