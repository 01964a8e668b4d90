/** Who may ask for what about push. */
import { alsoInPlace, carried, needsOrSelf, own, type FieldRules } from '../../schema/rules';

export const pushRules: FieldRules = {
  Mutation: {
    enrollPushAuthentication: own,
    revokePushNotifications: alsoInPlace(needsOrSelf('devices:disconnect')),
  },
  DeviceLink: { viewerCanEnrollPushAuthentication: carried, viewerCanRevokePushNotifications: carried },
};
