/** The id prefixes, events and settings of the core. */
import { event, NO_NOTICE } from '../notice/notice';
import { booleanSetting, integerSetting, retention, MINUTE, DAY } from '../setting/definition';

export const ids = {
  Revocation: 'rev',
} as const;

export const permissions = {
  'metrics:read': 'GLOBAL',
} as const;

export const events = {
  ACCESS_DENIED: event('A caller was denied access.', NO_NOTICE),
  RECEIPT_INCOMPLETE: event(
    'The items of a large receipt could not be written in the background. What it ended stays ended.',
    NO_NOTICE,
  ),
};

export const settings = {
  'stepUp.maximumAge': integerSetting(
    0,
    0,
    DAY,
    "Maximum age of a user's sign-in, in seconds, for mutations that end something; 0 for any age.",
  ),
  'stepUp.secondFactor': booleanSetting(
    false,
    'Whether mutations that end something require a sign-in with a second factor.',
  ),
  'stepUp.authorityMaximumAge': integerSetting(
    10 * MINUTE,
    0,
    DAY,
    "Maximum age of a user's sign-in, in seconds, for mutations that create or remove credentials, authority or accounts; 0 for any age. `stepUpMaximumAge` applies to them too.",
  ),
  'retention.idempotencyKeys': retention(7, 'idempotency keys are kept'),
  'retention.jobs': retention(30, 'failed jobs and the delivery status of mails are kept'),
  'retention.receipts': retention(1_825, 'receipts are kept, or longer while something refers to them'),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
