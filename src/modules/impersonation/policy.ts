/** Who may impersonate whom, and who may end it. The mutations enforce these rules and the `viewerCan…` fields report them. */
import { notFoundWithoutPermission, Refusal } from '../../schema/errors';
import { maySignIn } from '../../core/liveness/live';
import type { Session } from '../session';
import { mayUpdateUser, type User, type UserPolicyData } from '../user';
import { may, mayReach, type Principal } from '../../core/authority/principal';

const invalidState = (message: string): Refusal => new Refusal('INVALID_STATE', message, ['input', 'userId']);

/** `principal` includes the permissions held on this user. `requirePermissionsOfUser` checks that they cover the permissions of the user. */
export const mayImpersonateUser = async (
  principal: Principal,
  user: User,
  data: Pick<UserPolicyData, 'setting'>,
): Promise<Refusal | null> => {
  if (!may(principal, 'users:impersonate')) return notFoundWithoutPermission('user', 'userId', 'users:impersonate');
  if (!(await data.setting('impersonation.enabled')))
    return invalidState('Impersonation is disabled by the setting `impersonationEnabled`.');
  if (principal.userId === null) return invalidState('Only a user can impersonate another user. Sign in first.');
  if (user.id === principal.userId)
    return new Refusal('SELF_ACTION', 'You cannot impersonate yourself.', ['input', 'userId']);
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (user.type === 'SERVICE_ACCOUNT')
    return invalidState('Service accounts cannot be impersonated, because they do not sign in.');
  return maySignIn(user)
    ? null
    : invalidState(`The user ${user.hasExpired ? 'has expired' : `is ${user.status}`} and cannot be impersonated.`);
};

type Impersonation = Pick<Session, 'userId' | 'impersonatorId' | 'id'>;

/** The impersonator, the user, and whoever may end the user's sessions. For anyone else the session does not exist. */
export const mayEndImpersonation = (principal: Principal, session: Impersonation): Refusal | null => {
  const isTheirs = principal.sessionId === session.id || isImpersonator(principal, session);
  if (!isTheirs && !mayReach(principal, 'sessions:revoke', session.userId))
    return notFoundWithoutPermission('session', 'sessionId', 'sessions:revoke');
  return session.impersonatorId === null
    ? new Refusal('INVALID_STATE', 'This session is not an impersonation. Use `revokeSession`.', ['input', 'sessionId'])
    : null;
};

const isImpersonator = ({ userId, impersonatorId }: Principal, session: Impersonation): boolean =>
  session.impersonatorId !== null && session.impersonatorId === (impersonatorId ?? userId);
