/** The caller of a request. An anonymous caller is a principal without permissions. */
import type { PrincipalKind } from '../../schema/enums';
import { isPermission, OBJECT_PERMISSIONS, PERMISSIONS, type Permission } from '../../schema/permissions';

/** The object a permission is granted on: exactly one of the three is set. */
export interface PermissionObject {
  userId: string | null;
  /** The members of this group and its subgroups. */
  groupId: string | null;
  /** Everyone at or below this path. */
  path: string | null;
}

export interface ScopedPermissions {
  readonly permissions: ReadonlySet<Permission>;
  readonly on: PermissionObject;
}

/** A role of a user: its permissions and the object it is held on; null means globally. */
export interface HeldPermissions {
  permissions: Permission[];
  on: PermissionObject | null;
}

export interface Principal {
  readonly kind: PrincipalKind | 'ANONYMOUS';
  /** A person who signs in, not a service or service account. */
  readonly isPerson: boolean;
  readonly userId: string | null;
  readonly applicationId: string | null;
  readonly sessionId: string | null;
  readonly tokenId: string | null;
  /** The link between the user and the device the token was issued to; null in a browser. */
  readonly deviceLinkId: string | null;
  /** The key that the token is bound to (RFC 9449); null for a bearer token. */
  readonly keyThumbprint: string | null;
  readonly impersonatorId: string | null;
  readonly scopes: readonly string[];
  /** Permissions held globally. */
  readonly permissions: ReadonlySet<Permission>;
  /** Permissions held only on an object; see `object-permissions.ts`. */
  readonly scoped: readonly ScopedPermissions[];
  /** Whether the caller can read and revoke their own objects. */
  readonly ownsRows: boolean;
  /** Whether the caller can manage their own credentials: the scope `account`. */
  readonly ownsAccount: boolean;
  /** A service, or a user with a role, regardless of the token's scopes. Their denials are recorded. */
  readonly isStaff: boolean;
}

/** Whether the token carries any permission, for all users or for some. */
export const hasAnyPermission = ({ permissions, scoped }: Principal): boolean =>
  permissions.size > 0 || scoped.length > 0;

export const anonymous: Principal = {
  kind: 'ANONYMOUS',
  isPerson: false,
  userId: null,
  applicationId: null,
  sessionId: null,
  tokenId: null,
  deviceLinkId: null,
  keyThumbprint: null,
  impersonatorId: null,
  scopes: [],
  permissions: new Set(),
  scoped: [],
  ownsRows: false,
  ownsAccount: false,
  isStaff: false,
};

/**
 * The permissions that a token's scopes allow. For a user, `admin` allows what the roles grant, a single permission only if the roles grant it
 * too, and `self` or `admin` allows access to own rows. For a service, `admin` allows everything; otherwise the scopes are the permissions.
 */
export const allowedBy = (scopes: readonly string[], held: readonly Permission[] | null): ReadonlySet<Permission> => {
  const own = held ?? PERMISSIONS;
  return new Set(
    scopes.includes('admin') ? own : scopes.filter(isPermission).filter((permission) => own.includes(permission)),
  );
};

const permissionsOf = (held: readonly HeldPermissions[]): Permission[] =>
  held.flatMap(({ permissions }) => permissions);

/** What a token's scopes allow of the permissions its user holds. For a service, which holds everything, `held` is null. */
export const rightsOf = (
  scopes: readonly string[],
  held: readonly HeldPermissions[] | null,
): Pick<Principal, 'permissions' | 'scoped'> => ({
  permissions: allowedBy(scopes, held && permissionsOf(held.filter(({ on }) => on === null))),
  scoped: (held ?? []).flatMap(({ permissions, on }) => {
    const allowed = allowedBy(
      scopes,
      permissions.filter((permission) => OBJECT_PERMISSIONS.has(permission)),
    );
    return on && allowed.size > 0 ? [{ permissions: allowed, on }] : [];
  }),
});

export const may = (principal: Principal, permission: Permission): boolean => principal.permissions.has(permission);

/** Whether the caller holds the permission, at least on some object. */
export const mayOnSomeObject = ({ permissions, scoped }: Principal, permission: Permission): boolean =>
  permissions.has(permission) || scoped.some((some) => some.permissions.has(permission));

/** Whether the user's credentials are the caller's own, or the permission covers them. */
export const mayReachAccount = (principal: Principal, permission: Permission, userId: string): boolean =>
  may(principal, permission) || (principal.ownsAccount && principal.userId === userId);

/** Whether the user's rows are the caller's own. */
export const owns = (principal: Principal, userId: string | null): boolean =>
  principal.ownsRows && userId !== null && principal.userId === userId;

export const mayReach = (principal: Principal, permission: Permission, userId: string | null): boolean =>
  may(principal, permission) || owns(principal, userId);
