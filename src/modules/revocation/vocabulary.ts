/** The permissions of receipts. */

export const permissions = {
  'revocations:read': 'ON_OBJECTS',
} as const;

declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Declared<typeof permissions> {}
}
