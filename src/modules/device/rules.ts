/** The authorization rules of the fields about devices. */
import {
  alsoInPlace,
  carried,
  createsNothing,
  ends,
  needs,
  needsOrOwner,
  needsOrSelf,
  own,
  type FieldRules,
} from '../../schema/rules';

export const deviceRules: FieldRules = {
  Query: {
    device: needsOrSelf('devices:read'),
    devices: needsOrSelf('devices:read'),
    deviceDeletionPreview: needs('devices:delete'),
  },
  Mutation: {
    disconnectDevice: ends(alsoInPlace(needsOrSelf('devices:disconnect'))),
    disconnectAllDevices: ends(alsoInPlace(needsOrSelf('devices:disconnect'))),
    deleteDevice: ends(needs('devices:delete')),
    deleteDevices: ends(needs('devices:delete')),
    updateMyDevice: createsNothing(own),
    removeMyDevice: ends(alsoInPlace(own)),
  },
  Device: {
    viewerCanDelete: carried,
    viewerCanUpdate: carried,
    viewerCanRemove: carried,
    application: carried,
    users: needsOrSelf('devices:read'),
  },
  DeviceLink: {
    viewerCanDisconnect: carried,
    user: carried,
    device: carried,
    mobileAuthentication: carried,
    pushAuthentication: carried,
  },
  DeviceDeletionPreview: { device: carried, users: carried },
  AffectedUsersChanged: { users: carried },
  User: {
    viewerCanDisconnectAllDevices: carried,
    devices: needsOrOwner('devices:read', 'id'),
  },
};
