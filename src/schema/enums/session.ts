/** Enums of sessions, consents and grants. */
import { describedEnum, type EnumValue } from './described-enum';

export const SessionStatus = describedEnum('SessionStatus', 'Status of a session.', {
  ACTIVE: 'Live: the session can be used.',
  ENDED: 'Ended before it expired; see `endReason`.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type SessionStatus = EnumValue<typeof SessionStatus>;

export const AccessGrantStatus = describedEnum('AccessGrantStatus', 'Status of an authorization code.', {
  ACTIVE: 'It can be exchanged for tokens.',
  ENDED: 'It was exchanged, or ended before it expired; see `endReason`.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type AccessGrantStatus = EnumValue<typeof AccessGrantStatus>;

export const ConsentStatus = describedEnum('ConsentStatus', 'Status of a consent.', {
  ACTIVE: 'The consent is in effect.',
  EXPIRED: 'Reached its `expiresAt`. The application has to ask for consent again.',
  REVOKED: 'Revoked; see `endReason`.',
});
export type ConsentStatus = EnumValue<typeof ConsentStatus>;
