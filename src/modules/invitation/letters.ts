/** The invitation mail. */
import type { LetterWriter } from '../../core/letter/letter';
import { invitationLetter } from '../../mail/letters';
import { invitationHeldUpBy } from './inviter';
import { findBySecret, invitationUrl, createSecret } from './secret';

export const writeInvitation: LetterWriter = async (database, mail, publicUrl) => {
  const secret = mail.aboutId && (await createSecret(database, mail.aboutId));
  if (!secret) return null;
  const invitation = await findBySecret(database, secret);
  if (!invitation || (await invitationHeldUpBy(database, invitation))) return null;
  const { name, expiresAt } = invitation;
  return invitationLetter({ name, url: invitationUrl(publicUrl, secret), until: expiresAt });
};
