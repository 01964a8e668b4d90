/** The events and settings of registrations. */
import { event, NO_NOTICE } from '../../core/notice/notice';
import { booleanSetting } from '../../core/setting/definition';

export const events = {
  USER_REGISTERED: event('Someone registered, or tried to register with the address of an existing user.', NO_NOTICE),
  CONFIRMATION_SENT: event('A new confirmation link was mailed to someone who had registered.', NO_NOTICE),
  USER_CONFIRMED: event(
    'A registration was confirmed, or a confirmation failed because of a wrong password.',
    NO_NOTICE,
  ),
};

export const settings = {
  'registration.enabled': booleanSetting(
    false,
    'Whether anyone can register: with `registerUser`, on the sign-up page, and with `prompt=create`.',
  ),
};

declare module '../../platform/vocabulary' {
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
