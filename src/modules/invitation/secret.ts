/** The secret of an invitation: shown once, or written into the mail. The database has only its hash. */
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newSecret } from '../../platform/random';
import type { Invitation } from './entity';
import { invitations } from './repository';

const MAX_SECRET = 200;

/** A new secret, which replaces any former one; null where nobody can accept the invitation any more. */
export const createSecret = async (database: Database, invitationId: string): Promise<string | null> => {
  const secret = newSecret('cst_invitation');
  return (await invitations(database).setHash(invitationId, secretHash(secret))) ? secret : null;
};

export const invitationUrl = (publicUrl: string, secret: string): string =>
  `${publicUrl}/signin/invitation?link=${secret}`;

/** The invitation with this secret, if it can be accepted now. */
export const findBySecret = (database: Database, secret: string): Promise<Invitation | null> =>
  secret.length > MAX_SECRET ? Promise.resolve(null) : invitations(database).findPendingByHash(secretHash(secret));
