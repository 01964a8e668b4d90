/** Whether an off-boarding is allowed: checked when it is scheduled, and again when it is due. */
import type { Database } from '../../database/database';
import { conflict, notFoundWithoutPermission, Refusal, type RequestError } from '../../schema/errors';
import type { OffboardingAction } from '../../schema/enums';
import { forbiddenForMorePrivilegedUser, isMorePrivileged } from '../../core/authority/rights';
import { mayDeleteUser, mayDisableUser, mayUpdateUser, type User, type UserPolicyData } from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { may, type Principal } from '../../core/authority/principal';
import type { Offboarding } from './entity';

/** What the caller of `scheduleOffboarding` needs. The scheduler must still have it when the off-boarding is due. */
export const mayOffboard = async (
  database: Database,
  principal: Principal,
  userId: string,
): Promise<Refusal | RequestError | null> => {
  if (!may(await principalFor(database, principal, userId), 'users:offboard'))
    return notFoundWithoutPermission('user', 'userId', 'users:offboard');
  return (await isMorePrivileged(database, principal, userId)) ? forbiddenForMorePrivilegedUser() : null;
};

/** A failed off-boarding can be replaced. */
export const maySchedule = async (
  principal: { userId: string | null },
  user: User,
  existing: Offboarding | null,
  data: UserPolicyData,
): Promise<Refusal | null> => {
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (user.id === principal.userId)
    return new Refusal('SELF_ACTION', 'You cannot do this to yourself. Ask another administrator.', [
      'input',
      'userId',
    ]);
  if (existing && !existing.failedAt)
    return conflict(
      'userId',
      'The user already has a scheduled off-boarding. Cancel it before you schedule a new one.',
    );
  // The present status does not matter, so the check runs as for a DISABLED user, the only kind that can be deleted.
  return mayDeleteUser(principal, { ...user, status: 'DISABLED' }, data);
};

export const mayCancel = (
  principal: { userId: string | null },
  user: Pick<User, 'id'>,
  existing: Offboarding | null,
): Refusal | null => {
  if (user.id === principal.userId)
    return new Refusal('SELF_ACTION', 'You cannot cancel your own off-boarding. Ask another administrator.', [
      'input',
      'userId',
    ]);
  return existing ? null : new Refusal('INVALID_STATE', 'The user has no off-boarding to cancel.', ['input', 'userId']);
};

/** The service carries it out, so nobody does it to themselves. Users to be deleted need not be disabled first. */
export const mayCarryOut = (action: OffboardingAction, user: User, data: UserPolicyData): Promise<Refusal | null> => {
  const nobody = { userId: null };
  if (action === 'DISABLE') return mayDisableUser(nobody, user, data);
  return mayDeleteUser(nobody, user.status === 'ACTIVE' ? { ...user, status: 'DISABLED' } : user, data);
};
