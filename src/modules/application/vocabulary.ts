/** The id prefixes, permissions and events of applications. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Application: 'app',
  ClientSecret: 'sec',
  RegistrationToken: 'rgt',
} as const;

export const permissions = {
  'applications:read': 'ON_OBJECTS',
  'applications:manage': 'GLOBAL',
} as const;

export const events = {
  // Applications have no owner who could be mailed; administrators see the event.
  APPLICATION_CREATED: event('An application was registered.', NO_NOTICE),
  APPLICATION_UPDATED: event('An application was updated.', NO_NOTICE),
  APPLICATION_DISABLED: event('An application was disabled.', NO_NOTICE),
  APPLICATION_ENABLED: event('An application was enabled.', NO_NOTICE),
  APPLICATION_DELETED: event('An application was deleted.', NO_NOTICE),
  CLIENT_SECRET_ROTATED: event('A new client secret was created for an application.', NO_NOTICE),
  CLIENT_SECRET_REVOKED: event('A client secret of an application was revoked.', NO_NOTICE),
  REGISTRATION_TOKEN_ROTATED: event('A new registration token was created for an application.', NO_NOTICE),
  REGISTRATION_TOKEN_REVOKED: event(
    'The registration token of an application was revoked; installations cannot register until it is rotated.',
    NO_NOTICE,
  ),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
