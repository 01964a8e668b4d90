/** Scopes that are not permissions. */

/** Scopes of OpenID Connect. */
export const OPENID_SCOPES = ['openid', 'profile', 'email', 'groups', 'roles', 'offline_access'];

/** Scopes a client can request if its registration names none. */
export const DEFAULT_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'self'];

const ATTRIBUTE = 'attribute:';

/** How a consent says that the application gets this attribute of the user. Nobody requests it: claims of the application imply it. */
export const attributeScope = (attribute: string): string => ATTRIBUTE + encodeURIComponent(attribute);

export const isAttributeScope = (scope: string): boolean => scope.startsWith(ATTRIBUTE);

/** The attribute of such an entry; null for scopes. */
export const attributeOf = (scope: string): string | null =>
  isAttributeScope(scope) ? decodeURIComponent(scope.slice(ATTRIBUTE.length)) : null;
