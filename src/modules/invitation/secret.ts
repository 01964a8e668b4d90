/** The secret of an invitation: made once for whoever is shown it, or by the job that mails it; known by its hash from then on. */
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newSecret } from '../../platform/random';
import type { Invitation } from './entity';
import { invitationColumns, mayBeAccepted } from './list';

const MAX_SECRET = 200;

/** Takes the place of any secret before it; null where nobody could accept the invitation any more. */
export const mintInvitation = async (database: Database, id: string): Promise<string | null> => {
  const secret = newSecret('cst_invitation');
  const minted = await database.execute(`update invitations x set hash = $2 where x.id = $1 and ${mayBeAccepted}`, [
    id,
    secretHash(secret),
  ]);
  return minted === 1 ? secret : null;
};

export const invitationUrl = (publicUrl: string, secret: string): string =>
  `${publicUrl}/signin/invitation?link=${secret}`;

/** One that may be accepted now. */
export const findBySecret = async (database: Database, secret: string): Promise<Invitation | null> =>
  secret.length > MAX_SECRET
    ? null
    : database.one<Invitation>(
        `select ${invitationColumns} from invitations x where x.hash = $1 and ${mayBeAccepted}`,
        [secretHash(secret)],
      );

/** Of any number who accept a single one at once, one does. It becomes that user's; a reusable one stays nobody's. */
export const useInvitation = async (
  database: Database,
  { id }: Invitation,
  secret: string,
  userId: string,
): Promise<boolean> =>
  (await database.execute(
    `update invitations x set accepted = x.accepted + 1, user_id = case when x.reusable then x.user_id else $3 end
     where x.id = $1 and x.hash = $2 and ${mayBeAccepted}`,
    [id, secretHash(secret), userId],
  )) === 1;
