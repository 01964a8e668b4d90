/** Whom an administrator may confirm: asked by the mutation, which enforces it, and by `viewerCanConfirm`. */
import { outOfReach, Refusal } from '../../schema/errors';
import { may, type Principal } from '../../core/authority/principal';
import { mayUpdateUser, type User } from '../user';

/** Confirming one who is confirmed and has not signed in yet changes nothing, and is no error. */
export const mayConfirmUser = (principal: Principal, user: User): Refusal | null => {
  if (!may(principal, 'users:create')) return outOfReach('user', 'userId', 'users:create');
  const refusal = mayUpdateUser(user);
  if (refusal || user.status === 'PENDING_CONFIRMATION' || user.status === 'PENDING_LOGIN') return refusal;
  return new Refusal('INVALID_STATE', `A user who is ${user.status} has nothing to confirm.`, ['input', 'userId']);
};
