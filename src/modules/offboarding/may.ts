/** What stands against an off-boarding: asked when it is scheduled, and again when it is due. */
import { conflict, Refusal } from '../../schema/errors';
import type { OffboardingAction } from '../../schema/enums';
import type { User } from '../user/entity';
import { mayDeleteUser, mayDisableUser, mayUpdateUser, type UserFacts } from '../user/may';
import type { Offboarding } from './entity';

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

export const mayCancel = (present: Offboarding | null): Refusal | null =>
  present
    ? null
    : new Refusal('INVALID_STATE', 'The user has no off-boarding that could be cancelled.', ['input', 'userId']);

/** When it is due: nobody does it to themselves, and who is to be deleted need not be disabled before. */
export const mayCarryOut = (action: OffboardingAction, user: User, facts: UserFacts): Promise<Refusal | null> => {
  const nobody = { userId: null };
  if (action === 'DISABLE') return mayDisableUser(nobody, user, facts);
  return mayDeleteUser(nobody, user.status === 'ACTIVE' ? { ...user, status: 'DISABLED' } : user, facts);
};
