/** The id prefixes, permissions, events and settings of consents. */
import { event, NO_NOTICE } from '../../core/notice/notice';
import { booleanSetting, retention } from '../../core/setting/definition';

export const ids = {
  Consent: 'cns',
} as const;

export const permissions = {
  'consents:read': 'ON_OBJECTS',
  'consents:revoke': 'ON_OBJECTS',
  'applicationAccess:revoke': 'ON_OBJECTS',
} as const;

export const events = {
  CONSENT_GIVEN: event('A user granted consent.', NO_NOTICE),
  CONSENT_REVOKED: event('A consent was revoked.', NO_NOTICE),
  APPLICATION_ACCESS_REVOKED: event("An application's access to a user was revoked.", NO_NOTICE),
};

export const settings = {
  'consents.revokeCascade': booleanSetting(
    true,
    'Whether revoking a consent also revokes the tokens that are based on it.',
  ),
  'retention.consents': retention(365, 'consents are kept after they expired or were revoked'),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
