/** What oidc-provider checks of a token and its grant beyond what the live predicate does. */
import type { CheckedToken } from '../../modules/token';
import type { Payload } from '../adapters/adapter';

/** In whole seconds, by the clock of this process. */
export const isExpired = (exp: number, now: number): boolean => exp <= now;

/** Members of a payload that lead the library to further checks, or to further members of its answer. None is common. */
const UNUSUAL = ['format', 'jwt', 'jkt', 'x5t#S256', 'extra', 'rar', 'claims', 'expiresWithSession', 'nbf', 'rejected'];

const has = (payload: object): boolean => UNUSUAL.some((name) => name in payload);

export const isUnusual = (token: CheckedToken<Payload>): boolean => {
  const { payload, familyId, familyPayload, userId } = token;
  if (has(payload) || (familyPayload !== null && has(familyPayload))) return true;
  if ((payload.grantId ?? null) !== familyId || (familyId === null) !== (familyPayload === null)) return true;
  return (payload.accountId === undefined) !== (userId === null);
};

/** Whether the authorization that the token belongs to goes on. */
export const familyHolds = ({ payload, familyPayload, familyExp }: CheckedToken<Payload>, now: number): boolean =>
  familyPayload !== null &&
  familyExp !== null &&
  !isExpired(Math.floor(familyExp), now) &&
  familyPayload.clientId === payload.clientId &&
  familyPayload.accountId === payload.accountId;
