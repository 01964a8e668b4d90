/** What oidc-provider checks of a token and its grant beyond what the live predicate does. */
import type { CheckedToken } from '../../modules/token';
import type { Payload } from '../adapters/adapter';

/** In whole seconds, by the clock of this process. */
export const isExpired = (exp: number, now: number): boolean => exp <= now;

/** Members of a payload that lead the library to further checks, or to further members of its answer. None is common. */
const UNUSUAL = ['format', 'jwt', 'jkt', 'x5t#S256', 'extra', 'rar', 'claims', 'expiresWithSession', 'nbf'];

export const isUnusual = (token: CheckedToken<Payload>): boolean => {
  const { payload, familyId, familyIsUnusual, userId } = token;
  if (familyIsUnusual || UNUSUAL.some((name) => name in payload)) return true;
  if ((payload.grantId ?? null) !== familyId) return true;
  return (payload.accountId === undefined) !== (userId === null);
};

/** Whether the authorization that the token belongs to goes on. */
export const familyHolds = ({ familyExp, familyMatches }: CheckedToken<Payload>, now: number): boolean =>
  familyExp !== null && !isExpired(Math.floor(familyExp), now) && familyMatches;
