/** The id prefixes and events of mobile authentication. */
import { event, fixedNotice, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Authenticator: 'atr',
  AuthenticationRequest: 'arq',
} as const;

export const events = {
  MOBILE_AUTHENTICATION_ENROLLED: event(
    'A user enrolled a device for confirming sign-ins.',
    fixedNotice('A device can now confirm sign-ins to ACCOUNT'),
  ),
  MOBILE_AUTHENTICATION_REVOKED: event(
    "A device can no longer confirm a user's sign-ins.",
    fixedNotice('A device can no longer confirm sign-ins to ACCOUNT'),
  ),
  AUTHENTICATION_REQUESTED: event('An application asked a user to confirm a sign-in on a device.', NO_NOTICE),
  AUTHENTICATION_APPROVED: event('A user confirmed a sign-in on a device, or the confirmation failed.', NO_NOTICE),
  AUTHENTICATION_DENIED: event('A user denied a sign-in on a device.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface EventTypes extends Declared<typeof events> {}
}
