/** The permissions that exist. Each module declares its own in `vocabulary.ts`. Rules check permissions, never roles. */
import { registerEnumType } from 'type-graphql';
import type { PermissionKinds } from '../platform/vocabulary';

export type Permission = keyof PermissionKinds;
/** `ON_OBJECTS` can also be granted on a subset of the users; `GLOBAL` counts only when granted for all. */
export type PermissionKind = 'ON_OBJECTS' | 'GLOBAL';

export const PERMISSIONS: Permission[] = [];
/** Permissions that can be granted on an object (a subset of the users). All others only count when granted globally. */
export const OBJECT_PERMISSIONS = new Set<Permission>();
/** The GraphQL enum: `USERS_READ` to the OAuth scope `users:read`. */
export const PermissionType: Record<string, Permission> = {};

const descriptions: Record<string, { description: string }> = {};
registerEnumType(PermissionType, {
  name: 'Permission',
  description: 'A permission. The description of each value names the corresponding OAuth scope.',
  valuesConfig: descriptions,
});

/** `users:setPassword` is `USERS_SET_PASSWORD` in the schema. */
const enumName = (scope: string): string =>
  scope
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replace(':', '_')
    .toUpperCase();

/** Sets the permissions of all modules. */
export const registerPermissions = (permissions: Readonly<Record<string, PermissionKind>>): void => {
  const entries = Object.entries(permissions) as [Permission, PermissionKind][];
  const byName: Record<string, Permission> = {};
  for (const [permission] of entries) {
    const name = enumName(permission);
    if (byName[name]) throw new Error(`${byName[name]} and ${permission} are both ${name} in the schema`);
    byName[name] = permission;
  }
  PERMISSIONS.splice(0, PERMISSIONS.length, ...entries.map(([permission]) => permission));
  OBJECT_PERMISSIONS.clear();
  for (const [permission, kind] of entries) if (kind === 'ON_OBJECTS') OBJECT_PERMISSIONS.add(permission);
  Object.assign(PermissionType, byName);
  for (const [name, permission] of Object.entries(byName))
    descriptions[name] = { description: `Scope \`${permission}\`.` };
};

export const isPermission = (scope: string): scope is Permission => (PERMISSIONS as string[]).includes(scope);

export const ADMINISTRATOR = 'ADMIN';
/** The role that every user has implicitly; it is never assigned. */
export const DEFAULT_ROLE = 'USER';
