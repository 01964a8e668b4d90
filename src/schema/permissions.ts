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

/** Adds the permissions of a module. */
export const registerPermissions = (permissions: Readonly<Record<string, PermissionKind>>): void => {
  for (const [scope, kind] of Object.entries(permissions)) {
    const permission = scope as Permission;
    PERMISSIONS.push(permission);
    if (kind === 'ON_OBJECTS') OBJECT_PERMISSIONS.add(permission);
    PermissionType[enumName(scope)] = permission;
    descriptions[enumName(scope)] = { description: `Scope \`${scope}\`.` };
  }
};

export const isPermission = (scope: string): scope is Permission => (PERMISSIONS as string[]).includes(scope);

export const ADMINISTRATOR = 'ADMIN';
/** The role that every user has implicitly; it is never assigned. */
export const DEFAULT_ROLE = 'USER';
