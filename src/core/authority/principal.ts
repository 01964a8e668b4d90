/** Who is calling. Anonymous is an object too, one that is allowed nothing. */
import type { PrincipalKind } from '../../schema/enums';
import { isPermission, ON_OBJECTS, PERMISSIONS, type Permission } from '../../schema/permissions';

/** What a permission is held on: exactly one of the three. */
export interface HeldOn {
  userId: string | null;
  /** The members of this group and of those below it. */
  groupId: string | null;
  /** Everybody at or below this path. */
  path: string | null;
}

export interface ScopedPermissions {
  readonly permissions: ReadonlySet<Permission>;
  readonly on: HeldOn;
}

/** A role of a user as it is read: its permissions, and what it is held on; null for everywhere. */
export interface Held {
  permissions: Permission[];
  on: HeldOn | null;
}

export interface Principal {
  readonly kind: PrincipalKind | 'ANONYMOUS';
  /** Somebody who signs in, as no service and no service account does. */
  readonly isPerson: boolean;
  readonly userId: string | null;
  readonly applicationId: string | null;
  readonly sessionId: string | null;
  readonly tokenId: string | null;
  /** The user on the device that the token was issued to; null in a browser. */
  readonly deviceLinkId: string | null;
  readonly impersonatorId: string | null;
  readonly scopes: readonly string[];
  /** What is held everywhere. */
  readonly permissions: ReadonlySet<Permission>;
  /** What is held on an object only; see `extent`. */
  readonly scoped: readonly ScopedPermissions[];
  /** Whether the caller may read and end what is their own. */
  readonly ownsRows: boolean;
  /** Whether the caller may manage their own credentials: the scope `account`. */
  readonly ownsAccount: boolean;
  /** A service, or a user with a role, whatever of it this token allows: what is denied to them is recorded. */
  readonly isStaff: boolean;
}

export const anonymous: Principal = {
  kind: 'ANONYMOUS',
  isPerson: false,
  userId: null,
  applicationId: null,
  sessionId: null,
  tokenId: null,
  deviceLinkId: null,
  impersonatorId: null,
  scopes: [],
  permissions: new Set(),
  scoped: [],
  ownsRows: false,
  ownsAccount: false,
  isStaff: false,
};

/**
 * What a token's scopes allow. Of a user: `admin` is what the roles hold, a single permission only if the roles hold it too, and either
 * `self` or `admin` one's own rows. Of a service: `admin` is everything, else the permissions that are its scopes.
 */
export const allowedBy = (scopes: readonly string[], held: readonly Permission[] | null): ReadonlySet<Permission> => {
  const own = held ?? PERMISSIONS;
  return new Set(
    scopes.includes('admin') ? own : scopes.filter(isPermission).filter((permission) => own.includes(permission)),
  );
};

const permissionsOf = (held: readonly Held[]): Permission[] => held.flatMap(({ permissions }) => permissions);

/** What a token's scopes allow of what its user holds; of a service, which holds everything, `held` is null. */
export const rightsOf = (
  scopes: readonly string[],
  held: readonly Held[] | null,
): Pick<Principal, 'permissions' | 'scoped'> => ({
  permissions: allowedBy(scopes, held && permissionsOf(held.filter(({ on }) => on === null))),
  scoped: (held ?? []).flatMap(({ permissions, on }) => {
    const allowed = allowedBy(
      scopes,
      permissions.filter((permission) => ON_OBJECTS.has(permission)),
    );
    return on && allowed.size > 0 ? [{ permissions: allowed, on }] : [];
  }),
});

export const may = (principal: Principal, permission: Permission): boolean => principal.permissions.has(permission);

/** Whether the caller holds the permission, be it on some object only. */
export const mayOnSome = ({ permissions, scoped }: Principal, permission: Permission): boolean =>
  permissions.has(permission) || scoped.some((some) => some.permissions.has(permission));

/** Whether credentials of this user are the caller's own to manage, or the permission covers them. */
export const mayReachAccount = (principal: Principal, permission: Permission, userId: string): boolean =>
  may(principal, permission) || (principal.ownsAccount && principal.userId === userId);

/** Whether rows of this user are the caller's own. */
export const owns = (principal: Principal, userId: string | null): boolean =>
  principal.ownsRows && userId !== null && principal.userId === userId;

export const mayReach = (principal: Principal, permission: Permission, userId: string | null): boolean =>
  may(principal, permission) || owns(principal, userId);
