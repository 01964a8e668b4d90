/** The authorization rules of the fields about devices. */
import {
  allowedDuringImpersonation,
  carried,
  createsNothing,
  ends,
  needs,
  needsOrOwner,
  needsOrOwnRows,
  ownRows,
  type FieldRules,
} from '../../schema/rules';

export const deviceRules: FieldRules = {
  Query: {
    device: needsOrOwnRows('devices:read'),
    devices: needsOrOwnRows('devices:read'),
    deviceDeletionPreview: needs('devices:delete'),
  },
  Mutation: {
    disconnectDevice: ends(allowedDuringImpersonation(needsOrOwnRows('devices:disconnect'))),
    disconnectAllDevices: ends(allowedDuringImpersonation(needsOrOwnRows('devices:disconnect'))),
    deleteDevice: ends(needs('devices:delete')),
    deleteDevices: ends(needs('devices:delete')),
    updateMyDevice: createsNothing(ownRows),
    removeMyDevice: ends(allowedDuringImpersonation(ownRows)),
  },
  Device: {
    viewerCanDelete: carried,
    viewerCanUpdate: carried,
    viewerCanRemove: carried,
    application: carried,
    users: needsOrOwnRows('devices:read'),
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
