/** The authorization rules of the fields about mobile authentication. */
import {
  carried,
  creates,
  createsNothing,
  ends,
  needsOrOwner,
  needsOrOwnRows,
  ownRows,
  ownAccount,
  type FieldRules,
} from '../../schema/rules';

export const mobileRules: FieldRules = {
  Query: { pendingAuthentications: ownRows },
  Mutation: {
    answerAuthentication: createsNothing(ownAccount),
    createDeviceChallenge: createsNothing(ownAccount),
    enrollMobileAuthentication: creates('CREDENTIAL', ownAccount),
    revokeMobileAuthentication: ends(needsOrOwnRows('devices:disconnect')),
    removeDeviceAuthenticator: ends(needsOrOwnRows('devices:disconnect')),
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
