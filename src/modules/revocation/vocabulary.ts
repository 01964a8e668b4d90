/** The permissions of receipts. */

export const permissions = {
  'revocations:read': 'ON_OBJECTS',
} as const;

type Permissions = typeof permissions;
declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Permissions {}
}
