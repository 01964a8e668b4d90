/** Who may ask for what about devices. */
import { alsoInPlace, carried, needs, needsOrSelf, own, type FieldRules } from '../../schema/rules';

export const deviceRules: FieldRules = {
  Query: {
    device: needsOrSelf('devices:read'),
    devices: needsOrSelf('devices:read'),
    deviceDeletionPreview: needs('devices:delete'),
  },
  Mutation: {
    disconnectDevice: alsoInPlace(needsOrSelf('devices:disconnect')),
    disconnectAllDevices: alsoInPlace(needsOrSelf('devices:disconnect')),
    deleteDevice: needs('devices:delete'),
    deleteDevices: needs('devices:delete'),
    updateMyDevice: own,
    removeMyDevice: alsoInPlace(own),
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
  },
};
