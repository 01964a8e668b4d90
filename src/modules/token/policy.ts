/** Who may make and end tokens: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { forbiddenFor, outOfReach, Refusal, type RequestError } from '../../schema/errors';
import { maySignIn } from '../../core/liveness/live';
import { asMuchForbidden } from '../../core/authority/rights';
import { mayUpdateUser, type User } from '../user';
import { may, mayReach, type Principal } from '../../core/authority/principal';

export const mayRevokeToken = (principal: Principal, { userId }: { userId: string | null }): Refusal | null =>
  mayReach(principal, 'tokens:revoke', userId) ? null : outOfReach('token', 'tokenId', 'tokens:revoke');

const invalidState = (message: string) => new Refusal('INVALID_STATE', message, ['input', 'userId']);

/**
 * `caller` as the user meets them. A token is for oneself or for a service account: whoever has to act for another person impersonates them.
 * Whoever makes a token can use it, and so must hold as much: `holdsMore` says whether the user holds something that the caller does not.
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
  if (caller.userId === user.id) return caller.ownsAccount ? null : forbiddenFor('the scope account');
  if (user.type !== 'SERVICE_ACCOUNT')
    return invalidState(
      'API tokens are made for oneself and for service accounts; use `impersonateUser` to act for another person.',
    );
  return (await holdsMore()) ? asMuchForbidden() : null;
};
