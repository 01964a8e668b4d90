export const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];
/** What a client may ask for when nothing else is said. */

export const DEFAULT_SCOPES = [...OPENID_SCOPES, 'self'];
