/** Reads who calls with a token: one prepared statement with the live predicate, what the token may do now, and the roles of its user. */
import type { Database } from '../../database/database';
import type { UserType } from '../../schema/enums';
import { heldBy } from '../role/held';
import { tokenLife } from '../token/list';
import { type Held, type Principal, rightsOf } from '../viewer/principal';
import { allowedScopes } from './scopes';

interface Found {
  id: string;
  userId: string | null;
  userType: UserType | null;
  applicationId: string;
  sessionId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
  scopes: string[];
  held: Held[] | null;
}

/** Roles take effect for users who are ACTIVE. */
const SELECT = `select x.id, x.user_id as "userId", lu.type as "userType", x.application_id as "applicationId", x.session_id as "sessionId",
    x.device_link_id as "deviceLinkId", ls.impersonator_id as "impersonatorId", ${allowedScopes('x')} as scopes,
    case when lu.status = 'ACTIVE' then ${heldBy('x.user_id')} when x.user_id is not null then '[]' end as "held"
  from tokens x ${tokenLife.joins} where`;
const BY_HASH = `${SELECT} x.hash = $1 and x.kind in ('ACCESS', 'API') and (x.resource is null or x.resource = $2) and ${tokenLife.live}`;
const BY_ID = `${SELECT} x.id = $1 and ${tokenLife.live}`;

const principalOf = ({ held, userType, id, ...found }: Found): Principal => {
  const { scopes, userId, impersonatorId } = found;
  const isUser = userId !== null;
  return {
    ...found,
    kind: isUser ? 'USER' : 'SERVICE',
    isPerson: userType === 'INTERNAL' || userType === 'EXTERNAL',
    tokenId: id,
    ...rightsOf(scopes, held),
    isStaff: !isUser || impersonatorId !== null || held!.some(({ permissions }) => permissions.length > 0),
    ownsRows: isUser && (scopes.includes('self') || scopes.includes('admin')),
    ownsAccount: isUser && scopes.includes('account'),
  };
};

/** Null for a token that is not live, or was issued for another resource. */
export const findPrincipalByHash = async (
  database: Database,
  hash: Buffer,
  resource: string,
): Promise<Principal | null> => {
  const found = await database.one<Found>(BY_HASH, [hash, resource]);
  return found && principalOf(found);
};

/** The same caller as they are now; null when their token has ended. */
export const findPrincipalAgain = async (database: Database, tokenId: string): Promise<Principal | null> => {
  const found = await database.one<Found>(BY_ID, [tokenId]);
  return found && principalOf(found);
};
