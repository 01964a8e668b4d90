/** Who can invite people, resend and revoke invitations: enforced by the mutations and reported by the `viewerCan…` fields. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { forbiddenFor, Refusal, RequestError } from '../../schema/errors';
import { requirePermissionsOfMatchingGroups } from '../group';
import { mailUnavailable } from '../../core/mail/outbox';
import { may, type Principal } from '../../core/authority/principal';
import type { Invitation } from './entity';

const invalidState = (message: string) => new Refusal('INVALID_STATE', message, ['input', 'invitationId']);

/**
 * What the creator of an invitation must hold when it is created, resent and accepted. The new user can match the rules of groups and so get
 * their roles.
 */
export const mayInvite = async (
  database: Database,
  principal: Principal,
  { path, attributes, type }: Pick<Invitation, 'path' | 'attributes' | 'type'>,
): Promise<RequestError | null> => {
  if (!may(principal, 'users:create')) return forbiddenFor('users:create');
  try {
    await requirePermissionsOfMatchingGroups(database, principal, { path, attributes, type, source: 'LOCAL' });
    return null;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error;
  }
};

/** An expired invitation can be resent. */
export const mayResendInvitation = (
  context: Pick<Context, 'canMail'>,
  { email, status }: Invitation,
): Refusal | null => {
  if (status === 'ACCEPTED' || status === 'REVOKED')
    return invalidState(`The invitation is ${status}. Create a new invitation instead.`);
  if (email === null)
    return invalidState(
      'The invitation was not mailed, and its link is shown only once. Revoke the invitation and create a new one.',
    );
  return mailUnavailable(context);
};

/** Revoking an invitation again is not an error. */
export const mayRevokeInvitation = ({ status }: Invitation): Refusal | null =>
  status === 'ACCEPTED' ? invalidState('The invitation has been accepted. Disable or delete the user instead.') : null;
