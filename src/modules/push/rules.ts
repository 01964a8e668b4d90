/** The authorization rules of the fields about push. */
import {
  alsoInPlace,
  carried,
  createsNothing,
  ends,
  needsOrSelf,
  ownAccount,
  type FieldRules,
} from '../../schema/rules';

export const pushRules: FieldRules = {
  Mutation: {
    enrollPushAuthentication: createsNothing(ownAccount),
    revokePushNotifications: ends(alsoInPlace(needsOrSelf('devices:disconnect'))),
  },
  DeviceLink: { viewerCanEnrollPushAuthentication: carried, viewerCanRevokePushNotifications: carried },
};
