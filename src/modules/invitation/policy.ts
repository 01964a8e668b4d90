/** What may be done to an invitation: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { forbiddenFor, Refusal, RequestError } from '../../schema/errors';
import { mustHoldRuledRoles } from '../group';
import { mayMail } from '../../core/mail/outbox';
import { may, type Principal } from '../../core/authority/principal';
import type { Invitation } from './entity';

const invalidState = (message: string) => new Refusal('INVALID_STATE', message, ['input', 'invitationId']);

/** What its creator must hold: when it is made or mailed again, and when it is accepted. A rule may give a role to whoever comes in by it. */
export const mayInvite = async (
  database: Database,
  principal: Principal,
  { path, attributes, type }: Pick<Invitation, 'path' | 'attributes' | 'type'>,
): Promise<RequestError | null> => {
  if (!may(principal, 'users:create')) return forbiddenFor('users:create');
  try {
    await mustHoldRuledRoles(database, principal, { path, attributes, type, source: 'LOCAL' });
    return null;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error;
  }
};

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
