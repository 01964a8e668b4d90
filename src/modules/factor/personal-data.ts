/** What `exportUserData` tells of this module's tables. */

/** Tables with nothing to tell. */
export const withoutPersonalData = {
  totp_secrets: 'a secret; the authenticator is told',
  recovery_codes: 'hashes; the authenticator is told',
  passkeys: 'keys; the authenticator is told',
  passkey_challenges: 'hashes, for minutes',
  second_factor_failures: 'a counter, until a right code',
};
