/** Who may create and end tokens. The mutations enforce these rules and the `viewerCan…` fields report them. */
import { forbiddenFor, notFoundWithoutPermission, Refusal, type RequestError } from '../../schema/errors';
import { maySignIn } from '../../core/liveness/live';
import { forbiddenForMorePrivilegedUser } from '../../core/authority/rights';
import { mayUpdateUser, type User } from '../user';
import { may, mayReach, type Principal } from '../../core/authority/principal';

export const mayRevokeToken = (principal: Principal, { userId }: { userId: string | null }): Refusal | null =>
  mayReach(principal, 'tokens:revoke', userId) ? null : notFoundWithoutPermission('token', 'tokenId', 'tokens:revoke');

const invalidState = (message: string) => new Refusal('INVALID_STATE', message, ['input', 'userId']);

/**
 * `caller` has the rights that they hold on this user. A token is for oneself or for a service account; to act as another person, impersonate
 * them. The creator of a token can use it and must therefore hold as much as the user: `isMorePrivileged` says whether the user holds more.
 */
export const mayCreateApiToken = async (
  caller: Principal,
  user: User,
  isMorePrivileged: () => Promise<boolean>,
): Promise<Refusal | RequestError | null> => {
  if (!may(caller, 'tokens:create')) return notFoundWithoutPermission('user', 'userId', 'tokens:create');
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (!maySignIn(user))
    return invalidState(
      `The user ${user.hasExpired ? 'has expired' : `is ${user.status}`} and cannot use an API token.`,
    );
  // Otherwise a stolen token could create its own successor.
  if (caller.userId === user.id && caller.sessionId === null)
    return invalidState('Creating an API token for yourself requires a session. Sign in and try again.');
  if (caller.userId === user.id) return caller.ownsAccount ? null : forbiddenFor('the scope account');
  if (user.type !== 'SERVICE_ACCOUNT')
    return invalidState(
      'API tokens can be created only for yourself and for service accounts. Use `impersonateUser` to act as another person.',
    );
  return (await isMorePrivileged()) ? forbiddenForMorePrivilegedUser() : null;
};
