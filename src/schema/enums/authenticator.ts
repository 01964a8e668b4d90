/** Enums of second factors and confirmed sign-ins. */
import { describedEnum, type EnumValue } from './described-enum';

export const AuthenticatorKind = describedEnum('AuthenticatorKind', 'Type of authenticator.', {
  DEVICE_KEY: 'A key on a device that signs without asking the user for a PIN or biometrics.',
  PIN: 'A key on a device that requires a PIN.',
  BIOMETRIC: 'A key on a device that requires biometrics, such as a fingerprint or face.',
  TOTP: 'An authenticator app: a code that is entered after the password (RFC 6238).',
  RECOVERY_CODES: 'Printable one-time codes that replace a lost second factor at sign-in.',
  PASSKEY: 'A passkey (WebAuthn), used after the password or instead of it.',
});
export type AuthenticatorKind = EnumValue<typeof AuthenticatorKind>;

export const AuthenticationDecision = describedEnum(
  'AuthenticationDecision',
  "The user's answer to a sign-in request.",
  {
    APPROVE: 'The user confirms the sign-in.',
    DENY: 'No.',
  },
);
export type AuthenticationDecision = EnumValue<typeof AuthenticationDecision>;

export const AuthenticatorStatus = describedEnum('AuthenticatorStatus', 'Whether an authenticator can be used.', {
  ACTIVE: 'It can be used.',
  ENDED: 'It was removed.',
});
export type AuthenticatorStatus = EnumValue<typeof AuthenticatorStatus>;
