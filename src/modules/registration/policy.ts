/** Which users an administrator may confirm. Enforced by the mutation and reported by `viewerCanConfirm`. */
import { notFoundWithoutPermission, Refusal } from '../../schema/errors';
import { may, type Principal } from '../../core/authority/principal';
import { mayUpdateUser, type User } from '../user';

/** Confirming a user who is confirmed and has not signed in yet has no effect and is not an error. */
export const mayConfirmUser = (principal: Principal, user: User): Refusal | null => {
  if (!may(principal, 'users:create')) return notFoundWithoutPermission('user', 'userId', 'users:create');
  const refusal = mayUpdateUser(user);
  if (refusal || user.status === 'PENDING_CONFIRMATION' || user.status === 'PENDING_LOGIN') return refusal;
  return new Refusal('INVALID_STATE', `The user is ${user.status} and has nothing to confirm.`, ['input', 'userId']);
};
