/** Which operations are allowed on a user's password. Enforced by the mutations and reported by the `viewerCan…` fields. */
import type { Context } from '../../core/context/context';
import { Refusal } from '../../schema/errors';
import { mailUnavailable } from '../../core/mail/outbox';
import { lastAdministratorRefusal } from '../../core/mutation/administrators';
import { mayUpdateUser, type User, type UserPolicyData } from '../user';
import type { Principal } from '../../core/authority/principal';

const about = ['input', 'userId'];
const invalidState = (message: string) => new Refusal('INVALID_STATE', message, about);

export const maySetPassword = (user: User): Refusal | null =>
  mayUpdateUser(user) ??
  (user.type === 'SERVICE_ACCOUNT'
    ? invalidState('Service accounts have no password. They are used through API tokens.')
    : null) ??
  (user.source === 'EXTERNAL'
    ? new Refusal(
        'EXTERNALLY_MANAGED',
        'The password is managed by the external source of this user. Change it there.',
        ['input', 'password'],
      )
    : null);

/** Locking a locked password has no effect and is not an error. */
export const mayLockPassword = async (
  principal: Principal,
  user: User,
  data: Pick<UserPolicyData, 'isLastAdministrator'>,
): Promise<Refusal | null> => {
  const refusal = maySetPassword(user);
  if (refusal || user.passwordLockedAt) return refusal;
  if (user.id === principal.userId)
    return new Refusal('SELF_ACTION', 'You cannot do this to your own account. Ask another administrator.', about);
  return (await data.isLastAdministrator(user.id)) ? lastAdministratorRefusal() : null;
};

/** Users cannot unlock their own password. */
export const mayUnlockPassword = (principal: Principal, user: User): Refusal | null =>
  maySetPassword(user) ??
  (user.passwordLockedAt && user.id === principal.userId
    ? new Refusal('SELF_ACTION', 'You cannot do this to your own account. Ask another administrator.', about)
    : null);

export const mayRecover = (user: User): Refusal | null => {
  const refusal = maySetPassword(user);
  if (refusal) return refusal;
  if (user.status !== 'ACTIVE' && user.status !== 'PENDING_LOGIN')
    return invalidState(`The user is ${user.status} and could not sign in with a new password.`);
  if (user.hasExpired) return invalidState('The account has expired. Set a new expiry date first.');
  return user.passwordLockedAt ? invalidState('The password is locked. Unlock it first.') : null;
};

export const mayMailRecovery = (context: Pick<Context, 'canMail'>, user: User): Refusal | null =>
  mayRecover(user) ??
  mailUnavailable(context) ??
  (user.email === null
    ? new Refusal(
        'MAIL_UNAVAILABLE',
        'The user has no email address. Use `createRecoveryLink` and pass the link on.',
        about,
      )
    : null);
