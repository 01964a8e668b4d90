/** Who writes which mail. A kind that is missing here does not compile. */
import type { Database } from '../../database/database';
import {
  type Content,
  alreadyRegisteredLetter,
  confirmationLetter,
  invitationLetter,
  recoveryLetter,
} from '../../mail/letters';
import type { MailKind } from '../../schema/enums';
import { invitationHeldUpBy } from '../invitation/inviter';
import { findBySecret, invitationUrl, mintInvitation } from '../invitation/secret';
import { LINK_MINUTES, mintLink } from '../../core/link/link';
import { writeNotice } from './notice';
import { findRecovery, recoveryUrl } from '../password/recovery';
import type { Mail } from './entity';

/** Null where it is of no use any more: what it is about is over. What it mints is committed before the mail goes out. */
type Writer = (database: Database, mail: Mail, publicUrl: string) => Promise<Content | null>;

const nameOf = async (database: Database, { userId }: Mail): Promise<string | null> =>
  (await database.one<{ name: string | null }>('select name from users where id = $1', [userId]))?.name ?? null;

export const writers: Record<MailKind, Writer> = {
  CONFIRMATION: async (database, mail, publicUrl) => {
    const secret = mail.aboutId && (await mintLink(database, mail.aboutId));
    if (!secret) return null;
    return confirmationLetter({
      name: await nameOf(database, mail),
      url: `${publicUrl}/signin/confirm?link=${secret}`,
      minutes: LINK_MINUTES,
    });
  },
  INVITATION: async (database, mail, publicUrl) => {
    const secret = mail.aboutId && (await mintInvitation(database, mail.aboutId));
    if (!secret) return null;
    const invitation = await findBySecret(database, secret);
    if (!invitation || (await invitationHeldUpBy(database, invitation))) return null;
    const { name, expiresAt } = invitation;
    return invitationLetter({ name, url: invitationUrl(publicUrl, secret), until: expiresAt });
  },
  ALREADY_REGISTERED: async () => alreadyRegisteredLetter(),
  PASSWORD_CHANGED: writeNotice,
  CREDENTIAL_CHANGED: writeNotice,
  MORE_CREDENTIALS_CHANGED: writeNotice,
  RECOVERY: async (database, mail, publicUrl) => {
    const secret = mail.aboutId && (await mintLink(database, mail.aboutId));
    const recovery = secret ? await findRecovery(database, secret) : null;
    if (!secret || !recovery) return null;
    return recoveryLetter({ name: recovery.name, url: recoveryUrl(publicUrl, secret), minutes: LINK_MINUTES });
  },
};
