/** The permissions of explanations. */

export const permissions = {
  'tokens:explain': 'GLOBAL',
} as const;

declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Declared<typeof permissions> {}
}
