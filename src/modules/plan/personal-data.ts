/** What `exportUserData` tells of this module's tables. */

/** Tables with nothing to tell. */
export const withoutPersonalData = {
  revocation_plans: 'hashes, for minutes',
};
