/** Who may make and end tokens: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { outOfReach, Refusal, type RequestError } from '../../schema/errors';
import { maySignIn } from '../revocation/live';
import { asMuchForbidden } from '../role/rights';
import type { User } from '../user/entity';
import { mayUpdateUser } from '../user/may';
import { may, mayReach, type Principal } from '../viewer/principal';

export const mayRevokeToken = (principal: Principal, { userId }: { userId: string | null }): Refusal | null =>
  mayReach(principal, 'tokens:revoke', userId) ? null : outOfReach('token', 'tokenId', 'tokens:revoke');

const invalidState = (message: string) => new Refusal('INVALID_STATE', message, ['input', 'userId']);

/**
 * `caller` as the user meets them. Whoever makes a token can use it as the user, and so must hold as much: `holdsMore` says whether the user
 * holds something that the caller does not.
 */
export const mayCreateApiToken = async (
  caller: Principal,
  user: User,
  holdsMore: () => Promise<boolean>,
): Promise<Refusal | RequestError | null> => {
  if (!may(caller, 'tokens:create')) return outOfReach('user', 'userId', 'tokens:create');
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (!maySignIn(user))
    return invalidState(
      `The user ${user.hasExpired ? 'has expired' : `is ${user.status}`}: API tokens are for those who may use them.`,
    );
  // Else whoever has stolen one could make the next before it ends.
  if (caller.userId === user.id && caller.sessionId === null)
    return invalidState('API tokens of your own are made in a session of yours: sign in, and call it from there.');
  return (await holdsMore()) ? asMuchForbidden() : null;
};
