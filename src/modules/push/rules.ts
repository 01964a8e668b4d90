/** The authorization rules of the fields about push. */
import {
  allowedDuringImpersonation,
  carried,
  createsNothing,
  ends,
  needsOrOwnRows,
  ownAccount,
  type FieldRules,
} from '../../schema/rules';

export const pushRules: FieldRules = {
  Mutation: {
    enrollPushAuthentication: createsNothing(ownAccount),
    revokePushNotifications: ends(allowedDuringImpersonation(needsOrOwnRows('devices:disconnect'))),
  },
  DeviceLink: { viewerCanEnrollPushAuthentication: carried, viewerCanRevokePushNotifications: carried },
};
