/**
 * Who calls: nothing (anonymous), a principal, or a rejection. One prepared statement asks the live predicate, at every request: nothing
 * about whether a token is live is ever kept.
 */
import type { IncomingMessage } from 'node:http';
import type { Database } from '../database/database';
import { heldBy } from '../modules/role/held';
import { tokenLife } from '../modules/token/list';
import { anonymous, type Held, type Principal, rightsOf } from '../modules/viewer/principal';
import { secretHash } from '../platform/hash';
import { unauthenticated } from '../schema/errors';

interface Found {
  id: string;
  userId: string | null;
  applicationId: string;
  sessionId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
  scopes: string[];
  held: Held[] | null;
}

const SQL = `select x.id, x.user_id as "userId", x.application_id as "applicationId", x.session_id as "sessionId", x.device_link_id as "deviceLinkId",
    ls.impersonator_id as "impersonatorId", x.scopes,
    case when x.user_id is not null then ${heldBy('x.user_id')} end as "held"
  from tokens x ${tokenLife.joins}
  where x.hash = $1 and x.kind in ('ACCESS', 'API') and (x.resource is null or x.resource = $2) and ${tokenLife.live}`;

const MAX_TOKEN = 4_096;

/** Throws UNAUTHENTICATED for an Authorization header that is not a live bearer token for this service. */
export const authenticate = async (
  database: Database,
  request: IncomingMessage,
  resource: string,
): Promise<Principal> => {
  const header = request.headers.authorization;
  if (header === undefined) return anonymous;
  // Node keeps the first of several; which one was meant is not ours to guess.
  if (request.headersDistinct['authorization']!.length > 1) throw unauthenticated();
  const value = /^Bearer +([\x21-\x7e]+) *$/i.exec(header)?.[1];
  if (!value || value.length > MAX_TOKEN) throw unauthenticated();
  const found = await database.one<Found>(SQL, [secretHash(value), resource]);
  if (!found) throw unauthenticated();
  const isUser = found.userId !== null;
  return {
    kind: isUser ? 'USER' : 'SERVICE',
    userId: found.userId,
    applicationId: found.applicationId,
    sessionId: found.sessionId,
    tokenId: found.id,
    deviceLinkId: found.deviceLinkId,
    impersonatorId: found.impersonatorId,
    scopes: found.scopes,
    ...rightsOf(found.scopes, found.held),
    isStaff: !isUser || found.impersonatorId !== null || found.held!.some(({ permissions }) => permissions.length > 0),
    ownsRows: isUser && (found.scopes.includes('self') || found.scopes.includes('admin')),
  };
};
