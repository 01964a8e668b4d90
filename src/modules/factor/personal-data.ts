/** This module's tables that `exportUserData` leaves out, and why. */
export const withoutPersonalData = {
  totp_secrets: 'a secret; the authenticator is exported',
  recovery_codes: 'hashes; the authenticator is exported',
  passkeys: 'keys; the authenticator is exported',
  passkey_challenges: 'hashes that are kept for minutes',
  second_factor_failures: 'a counter, until the next correct code',
};
