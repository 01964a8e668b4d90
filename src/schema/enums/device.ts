/** Enums of devices and push messages. */
import { describedEnum, type EnumValue } from './described-enum';

export const Platform = describedEnum('Platform', 'Operating system or platform of a device or browser.', {
  IOS: 'iPhone or iPad.',
  ANDROID: 'Android.',
  WINDOWS: 'Windows.',
  MACOS: 'macOS.',
  LINUX: 'Linux, including ChromeOS.',
  WEB: 'A web client on an unknown operating system.',
  OTHER: 'Any other platform.',
});
export type Platform = EnumValue<typeof Platform>;

export const PushProvider = describedEnum('PushProvider', 'Push service that delivers messages to a device.', {
  WEBHOOK: 'A webhook operated by the administrator of this service.',
  FCM: 'Firebase Cloud Messaging.',
  APNS: 'Apple Push Notification service.',
});
export type PushProvider = EnumValue<typeof PushProvider>;

export const PushMode = describedEnum(
  'PushMode',
  'On how many devices a user can receive push messages of an application.',
  {
    SINGLE: 'On one device. A second enrollment is refused until push is revoked on the first.',
    OVERRIDE: 'On one device. The latest enrollment takes over, and push ends on the other devices.',
    MULTIPLE: 'On any number of devices.',
  },
);
export type PushMode = EnumValue<typeof PushMode>;

export const DeviceLinkStatus = describedEnum('DeviceLinkStatus', 'Whether a user is connected to a device.', {
  ACTIVE: 'The user is connected.',
  ENDED: 'The user was disconnected, or the device was deleted.',
});
export type DeviceLinkStatus = EnumValue<typeof DeviceLinkStatus>;
