/** The creator of an invitation. It can be accepted only while its creator could still create it. */
import type { Database } from '../../database/database';
import type { HeldUpReason } from '../../schema/enums';
import { Refusal } from '../../schema/errors';
import { currentCreator } from '../impersonation';
import { type Creator } from '../../core/authority/creator';
import type { Invitation } from './entity';
import { mayInvite } from './policy';

export const inviterOf = (invitation: Invitation): Creator => ({
  ...{ userId: invitation.createdByUserId, impersonatorId: invitation.createdByImpersonatorId },
  ...{ applicationId: invitation.createdByApplicationId, scopes: invitation.createdScopes },
});

export const invitationHeldUpBy = async (database: Database, invitation: Invitation): Promise<HeldUpReason | null> => {
  const inviter = await currentCreator(database, inviterOf(invitation));
  if (!inviter) return 'CREATOR_ENDED';
  return (await mayInvite(database, inviter, invitation)) ? 'CREATOR_NOT_ENTITLED' : null;
};

/** Tells the holder of a genuine invitation what they can do. */
export const heldUpRefusal = (): Refusal =>
  new Refusal(
    'INVALID_STATE',
    'This invitation is no longer valid. The person who invited you can no longer invite people. Ask an administrator for a new invitation.',
    ['input', 'invitation'],
  );
