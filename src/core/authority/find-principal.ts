/** Finds the caller of a token with one prepared statement: the live predicate, the effective scopes and the roles of the user. */
import type { Database } from '../../database/database';
import type { UserType } from '../../schema/enums';
import { heldPermissionsOf } from './held-roles';
import { livenessOf } from '../liveness/live';
import type { Permission } from '../../schema/permissions';
import { type HeldPermissions, type Principal, rightsOf } from './principal';
import { allowedScopes } from './scopes';

interface Found {
  id: string;
  userId: string | null;
  userType: UserType | null;
  applicationId: string;
  sessionId: string | null;
  deviceLinkId: string | null;
  keyThumbprint: string | null;
  impersonatorId: string | null;
  scopes: string[];
  held: HeldPermissions[] | null;
  /** Roles of the impersonator. */
  impersonatorHeld: HeldPermissions[] | null;
}

const tokenLiveness = livenessOf('token', 'x');

/** Roles only take effect for ACTIVE users. */
const SELECT = `select x.id, x.user_id as "userId", lu.type as "userType", x.application_id as "applicationId", x.session_id as "sessionId",
    x.device_link_id as "deviceLinkId", x.payload ->> 'jkt' as "keyThumbprint", ls.impersonator_id as "impersonatorId", ${allowedScopes('x')} as scopes,
    case when lu.status = 'ACTIVE' then ${heldPermissionsOf('x.user_id')} when x.user_id is not null then '[]' end as "held",
    case when ls.impersonator_id is not null then ${heldPermissionsOf('ls.impersonator_id')} end as "impersonatorHeld"
  from tokens x ${tokenLiveness.joins} where`;
const BY_HASH = `${SELECT} x.hash = $1 and x.kind in ('ACCESS', 'API') and (x.resource is null or x.resource = $2) and ${tokenLiveness.live}`;
const BY_ID = `${SELECT} x.id = $1 and ${tokenLiveness.live}`;

const globalPermissions = (held: readonly HeldPermissions[]): ReadonlySet<Permission> =>
  new Set(held.flatMap(({ permissions, on }) => (on === null ? permissions : [])));

/** An impersonator cannot do more than they could as themselves. */
const limitToImpersonator = (
  held: HeldPermissions[],
  impersonatorHeld: HeldPermissions[] | null,
): HeldPermissions[] => {
  if (!impersonatorHeld) return held;
  const own = globalPermissions(impersonatorHeld);
  return held.map(({ permissions, on }) => ({ permissions: permissions.filter((one) => own.has(one)), on }));
};

const mayImpersonate = (impersonatorHeld: HeldPermissions[] | null): boolean =>
  impersonatorHeld === null || impersonatorHeld.some(({ permissions }) => permissions.includes('users:impersonate'));

const principalOf = ({ held: ofUser, impersonatorHeld, userType, id, ...found }: Found): Principal => {
  const { userId, impersonatorId } = found;
  const isUser = userId !== null;
  const scopes = mayImpersonate(impersonatorHeld) ? found.scopes : [];
  const held = ofUser && limitToImpersonator(ofUser, impersonatorHeld);
  return {
    ...found,
    scopes,
    kind: isUser ? 'USER' : 'SERVICE',
    isPerson: userType === 'INTERNAL' || userType === 'EXTERNAL',
    tokenId: id,
    ...rightsOf(scopes, held),
    isStaff: !isUser || impersonatorId !== null || held!.some(({ permissions }) => permissions.length > 0),
    ownsRows: isUser && (scopes.includes('self') || scopes.includes('admin')),
    ownsAccount: isUser && scopes.includes('account'),
  };
};

/** Null if the token is not live or was issued for another resource. */
export const findPrincipalByHash = async (
  database: Database,
  hash: Buffer,
  resource: string,
): Promise<Principal | null> => {
  const found = await database.lookUp<Found>(BY_HASH, [hash, resource]);
  return found && principalOf(found);
};

/** The current state of the same caller; null if their token has ended. */
export const reloadPrincipal = async (database: Database, tokenId: string): Promise<Principal | null> => {
  const found = await database.one<Found>(BY_ID, [tokenId]);
  return found && principalOf(found);
};
