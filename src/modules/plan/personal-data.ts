/** Tables of this module that `exportUserData` leaves out, and why. */
export const withoutPersonalData = {
  revocation_plans: 'hashes, for minutes',
};
