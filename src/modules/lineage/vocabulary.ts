/** The permissions of explanations. */

export const permissions = {
  'tokens:explain': 'GLOBAL',
} as const;

type Permissions = typeof permissions;
declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Permissions {}
}
