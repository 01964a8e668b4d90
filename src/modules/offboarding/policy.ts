/** What stands against an off-boarding: asked when it is scheduled, and again when it is due. */
import type { Database } from '../../database/database';
import { conflict, outOfReach, Refusal, type RequestError } from '../../schema/errors';
import type { OffboardingAction } from '../../schema/enums';
import { asMuchForbidden, holdsMore } from '../../core/authority/rights';
import { mayDeleteUser, mayDisableUser, mayUpdateUser, type User, type UserFacts } from '../user';
import { principalFor } from '../../core/authority/extent';
import { may, type Principal } from '../../core/authority/principal';
import type { Offboarding } from './entity';

/** What `scheduleOffboarding` asks of its caller is asked of the scheduler again when it is carried out. */
export const mayOffboard = async (
  database: Database,
  principal: Principal,
  userId: string,
): Promise<Refusal | RequestError | null> => {
  if (!may(await principalFor(database, principal, userId), 'users:offboard'))
    return outOfReach('user', 'userId', 'users:offboard');
  return (await holdsMore(database, principal, userId)) ? asMuchForbidden() : null;
};

/** One that was given up makes room for another. */
export const maySchedule = async (
  principal: { userId: string | null },
  user: User,
  present: Offboarding | null,
  facts: UserFacts,
): Promise<Refusal | null> => {
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (user.id === principal.userId)
    return new Refusal('SELF_ACTION', 'You cannot do this to yourself; ask another administrator.', [
      'input',
      'userId',
    ]);
  if (present && !present.failedAt)
    return conflict('userId', 'The user has an off-boarding already; cancel it, and schedule another.');
  // Whatever the status is until then: only what would be refused of one who is let in.
  return mayDeleteUser(principal, { ...user, status: 'DISABLED' }, facts);
};

export const mayCancel = (
  principal: { userId: string | null },
  user: Pick<User, 'id'>,
  present: Offboarding | null,
): Refusal | null => {
  if (user.id === principal.userId)
    return new Refusal('SELF_ACTION', 'You cannot cancel your own off-boarding; ask another administrator.', [
      'input',
      'userId',
    ]);
  return present
    ? null
    : new Refusal('INVALID_STATE', 'The user has no off-boarding that could be cancelled.', ['input', 'userId']);
};

/** When it is due: nobody does it to themselves, and who is to be deleted need not be disabled before. */
export const mayCarryOut = (action: OffboardingAction, user: User, facts: UserFacts): Promise<Refusal | null> => {
  const nobody = { userId: null };
  if (action === 'DISABLE') return mayDisableUser(nobody, user, facts);
  return mayDeleteUser(nobody, user.status === 'ACTIVE' ? { ...user, status: 'DISABLED' } : user, facts);
};
