/** The events and settings of the provider. */
import { event, NO_NOTICE } from '../core/notice/notice';
import { retention, textSetting } from '../core/setting/definition';
import { colorFault, nameFault, webUriFault } from '../schema/web-values';

export const events = {
  SIGN_IN: event('A user signed in.', NO_NOTICE),
  SIGN_IN_FAILED: event('A sign-in was refused.', NO_NOTICE),
  SIGN_OUT: event('A user signed out.', NO_NOTICE),
};

export const settings = {
  'retention.signingKeys': retention(365, 'retired signing keys are kept'),
  'branding.name': textSetting('Castellan', 'The name of the service on the sign-in pages.', nameFault),
  'branding.logoUri': textSetting(
    null,
    'The logo on the sign-in pages: an https URL of an image. An application can have its own.',
    webUriFault,
  ),
  'branding.color': textSetting(
    null,
    'The color of buttons and links on the sign-in pages, such as `#0a7f5c`. An application can have its own.',
    colorFault,
  ),
  'branding.policyUri': textSetting(
    null,
    'The https URL of the privacy policy that the sign-in pages link to. An application can have its own.',
    webUriFault,
  ),
  'branding.termsUri': textSetting(
    null,
    'The https URL of the terms of service that the sign-in pages link to. An application can have its own.',
    webUriFault,
  ),
};

declare module '../platform/vocabulary' {
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
