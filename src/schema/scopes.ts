/** The scopes that are no permissions. */

/** Those of OpenID Connect. */
export const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** What a client may ask for if its registration names no scopes. */
export const DEFAULT_SCOPES = [...OPENID_SCOPES, 'self'];
