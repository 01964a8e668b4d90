/** Who is calling. Anonymous is an object too, one that is allowed nothing. */
import type { PrincipalKind } from '../../schema/enums';
import { isPermission, PERMISSIONS, type Permission } from '../../schema/permissions';

export interface Principal {
  readonly kind: PrincipalKind | 'ANONYMOUS';
  readonly userId: string | null;
  readonly applicationId: string | null;
  readonly sessionId: string | null;
  readonly tokenId: string | null;
  /** The user on the device that the token was issued to; null in a browser. */
  readonly deviceLinkId: string | null;
  readonly impersonatorId: string | null;
  readonly scopes: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
  /** Whether the caller may read and end what is their own. */
  readonly ownsRows: boolean;
  /** A service, or a user with a role, whatever of it this token allows: what is denied to them is recorded. */
  readonly isStaff: boolean;
}

export const anonymous: Principal = {
  kind: 'ANONYMOUS',
  userId: null,
  applicationId: null,
  sessionId: null,
  tokenId: null,
  deviceLinkId: null,
  impersonatorId: null,
  scopes: [],
  permissions: new Set(),
  ownsRows: false,
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

export const may = (principal: Principal, permission: Permission): boolean => principal.permissions.has(permission);

/** Whether rows of this user are the caller's own. */
export const owns = (principal: Principal, userId: string | null): boolean =>
  principal.ownsRows && userId !== null && principal.userId === userId;

export const mayReach = (principal: Principal, permission: Permission, userId: string | null): boolean =>
  may(principal, permission) || owns(principal, userId);
