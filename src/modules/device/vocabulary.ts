/** The id prefixes, permissions, events and settings of devices. */
import { event, NO_NOTICE } from '../../core/notice/notice';
import { retention } from '../../core/setting/definition';

export const ids = {
  Device: 'dev',
  DeviceLink: 'dvl',
} as const;

export const permissions = {
  'devices:read': 'ON_OBJECTS',
  'devices:disconnect': 'ON_OBJECTS',
  'devices:delete': 'GLOBAL',
} as const;

export const events = {
  DEVICE_REGISTERED: event('An app installation registered itself as a device.', NO_NOTICE),
  DEVICE_CONNECTED: event('A user signed in on a device for the first time.', NO_NOTICE),
  DEVICE_UPDATED: event('An app installation reported changed device details.', NO_NOTICE),
  // The keys that end with it are reported separately.
  DEVICE_DISCONNECTED: event('A user was disconnected from a device.', NO_NOTICE),
  DEVICE_DELETED: event('A device was deleted.', NO_NOTICE),
};

export const settings = {
  'retention.deviceLinks': retention(365, 'ended links between users and devices are kept'),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
