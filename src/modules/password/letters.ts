/** The mail with a recovery link. */
import { LINK_MINUTES, createLinkSecret } from '../../core/link/link';
import type { LetterWriter } from '../../core/letter/letter';
import { recoveryLetter } from '../../mail/letters';
import { findRecovery, recoveryUrl } from './recovery-link';

export const writeRecovery: LetterWriter = async (database, mail, publicUrl) => {
  const secret = mail.aboutId && (await createLinkSecret(database, mail.aboutId));
  const recovery = secret ? await findRecovery(database, secret) : null;
  if (!secret || !recovery) return null;
  return recoveryLetter({ name: recovery.name, url: recoveryUrl(publicUrl, secret), minutes: LINK_MINUTES });
};
