/** In whose place somebody may act, and who may end it: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { outOfReach, Refusal } from '../../schema/errors';
import { maySignIn } from '../../core/liveness/live';
import type { Session } from '../session';
import { mayUpdateUser, type User, type UserFacts } from '../user';
import { may, mayReach, type Principal } from '../../core/authority/principal';

const invalidState = (message: string): Refusal => new Refusal('INVALID_STATE', message, ['input', 'userId']);

/** The caller as the user meets them. Whether they hold as much as the user is for `mustHoldAsMuch`. */
export const mayImpersonateUser = async (
  principal: Principal,
  user: User,
  facts: Pick<UserFacts, 'setting'>,
): Promise<Refusal | null> => {
  if (!may(principal, 'users:impersonate')) return outOfReach('user', 'userId', 'users:impersonate');
  if (!(await facts.setting('impersonation.enabled')))
    return invalidState('Nobody can act in the place of others here; the setting `impersonationEnabled` is off.');
  if (principal.userId === null) return invalidState('Only a person can act in the place of a user; sign in as one.');
  if (user.id === principal.userId)
    return new Refusal('SELF_ACTION', 'You are this user; there is nobody to stand in for.', ['input', 'userId']);
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (user.type === 'SERVICE_ACCOUNT') return invalidState('A service account does not sign in anywhere.');
  return maySignIn(user)
    ? null
    : invalidState(
        `The user ${user.hasExpired ? 'has expired' : `is ${user.status}`} and may not sign in, so nobody may in their place.`,
      );
};

type Impersonation = Pick<Session, 'userId' | 'impersonatorId' | 'id'>;

/** Whoever acts in it, whoever began it, its user, and whoever may end the user's sessions; for others there is no such session. */
export const mayEndImpersonation = (principal: Principal, session: Impersonation): Refusal | null => {
  const isTheirs = principal.sessionId === session.id || isPersonBehind(principal, session);
  if (!isTheirs && !mayReach(principal, 'sessions:revoke', session.userId))
    return outOfReach('session', 'sessionId', 'sessions:revoke');
  return session.impersonatorId === null
    ? new Refusal('INVALID_STATE', 'Nobody acts in the place of another here; use `revokeSession`.', [
        'input',
        'sessionId',
      ])
    : null;
};

const isPersonBehind = ({ userId, impersonatorId }: Principal, session: Impersonation): boolean =>
  session.impersonatorId !== null && session.impersonatorId === (impersonatorId ?? userId);
