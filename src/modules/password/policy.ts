/** What may be done to a user's password, and in which state: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import type { Context } from '../../core/context/context';
import { Refusal } from '../../schema/errors';
import { mayMail } from '../../core/mail/outbox';
import { lastAdministrator } from '../../core/mutation/administrators';
import { mayUpdateUser, type User, type UserFacts } from '../user';
import type { Principal } from '../../core/authority/principal';

const about = ['input', 'userId'];
const invalidState = (message: string) => new Refusal('INVALID_STATE', message, about);

export const maySetPassword = (user: User): Refusal | null =>
  mayUpdateUser(user) ??
  (user.type === 'SERVICE_ACCOUNT'
    ? invalidState('A service account has no password; it is used by API tokens.')
    : null) ??
  (user.source === 'EXTERNAL'
    ? new Refusal('EXTERNALLY_MANAGED', 'The external source of this user owns the password; change it there.', [
        'input',
        'password',
      ])
    : null);

/** Locking a locked one changes nothing, and is no error. */
export const mayLockPassword = async (
  principal: Principal,
  user: User,
  facts: Pick<UserFacts, 'isLastAdministrator'>,
): Promise<Refusal | null> => {
  const refusal = maySetPassword(user);
  if (refusal || user.passwordLockedAt) return refusal;
  if (user.id === principal.userId)
    return new Refusal('SELF_ACTION', 'You cannot do this to yourself; ask another administrator.', about);
  return (await facts.isLastAdministrator(user.id)) ? lastAdministrator() : null;
};

/** A lock is lifted by somebody else. */
export const mayUnlockPassword = (principal: Principal, user: User): Refusal | null =>
  maySetPassword(user) ??
  (user.passwordLockedAt && user.id === principal.userId
    ? new Refusal('SELF_ACTION', 'You cannot do this to yourself; ask another administrator.', about)
    : null);

export const mayRecover = (user: User): Refusal | null => {
  const refusal = maySetPassword(user);
  if (refusal) return refusal;
  if (user.status !== 'ACTIVE' && user.status !== 'PENDING_LOGIN')
    return invalidState(`A user who is ${user.status} cannot sign in with another password either.`);
  if (user.hasExpired) return invalidState('The account has expired; give it another date first.');
  return user.passwordLockedAt ? invalidState('The password is locked; unlock it first.') : null;
};

export const mayMailRecovery = (context: Pick<Context, 'canMail'>, user: User): Refusal | null =>
  mayRecover(user) ??
  mayMail(context) ??
  (user.email === null
    ? new Refusal(
        'MAIL_UNAVAILABLE',
        'The user has no e-mail address; use `createRecoveryLink` and hand it over.',
        about,
      )
    : null);
