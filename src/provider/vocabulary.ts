/** The events and settings of the provider. */
import { event, NO_NOTICE } from '../core/notice/notice';
import { retention } from '../core/setting/definition';

export const events = {
  SIGN_IN: event('A user signed in.', NO_NOTICE),
  SIGN_IN_FAILED: event('A sign-in was refused.', NO_NOTICE),
  SIGN_OUT: event('A user signed out.', NO_NOTICE),
};

export const settings = {
  'retention.signingKeys': retention(365, 'retired signing keys are kept'),
};

declare module '../platform/vocabulary' {
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
