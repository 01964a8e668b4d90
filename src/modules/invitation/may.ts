/** What may be done to an invitation: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import type { Context } from '../../context';
import { Refusal } from '../../schema/errors';
import { mayMail } from '../mail/send';
import type { Invitation } from './entity';

const invalidState = (message: string) => new Refusal('INVALID_STATE', message, ['input', 'invitationId']);

/** One that has expired begins anew. */
export const mayResendInvitation = (
  context: Pick<Context, 'canMail'>,
  { email, status }: Invitation,
): Refusal | null => {
  if (status === 'ACCEPTED' || status === 'REVOKED')
    return invalidState(`The invitation is ${status}; invite again if that is what you want.`);
  if (email === null)
    return invalidState('The invitation was not mailed, and its link is shown once; revoke it and make another.');
  return mayMail(context);
};

/** Revoking one that is revoked changes nothing, and is no error. */
export const mayRevokeInvitation = ({ status }: Invitation): Refusal | null =>
  status === 'ACCEPTED' ? invalidState('The invitation has been accepted; disable or delete the user instead.') : null;
