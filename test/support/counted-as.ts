/** Which count of a receipt an item of each type belongs to: said here again, since the service's own table is what is tested. */
export const COUNTED_AS: Record<string, string> = {
  USER: 'users',
  DEVICE_LINK: 'deviceLinks',
  DEVICE: 'devices',
  SESSION: 'sessions',
  ACCESS_TOKEN: 'accessTokens',
  REFRESH_TOKEN: 'refreshTokens',
  API_TOKEN: 'apiTokens',
  ACCESS_GRANT: 'accessGrants',
  CONSENT: 'consents',
  AUTHENTICATOR: 'authenticators',
  PUSH_ENROLLMENT: 'pushEnrollments',
};
