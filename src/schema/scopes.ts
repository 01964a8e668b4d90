/** Scopes that are not permissions. */

/** Scopes of OpenID Connect. */
export const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** Scopes a client can request if its registration names none. */
export const DEFAULT_SCOPES = [...OPENID_SCOPES, 'self'];
