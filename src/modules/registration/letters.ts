/** The mails of a registration: the confirmation link, and the notice that the address already has an account. */
import { LINK_MINUTES, createLinkSecret } from '../../core/link/link';
import { type LetterWriter, readerNameOf } from '../../core/letter/letter';
import { alreadyRegisteredLetter, confirmationLetter } from '../../mail/letters';

export const writeConfirmation: LetterWriter = async (database, mail, publicUrl) => {
  const secret = mail.aboutId && (await createLinkSecret(database, mail.aboutId));
  if (!secret) return null;
  return confirmationLetter({
    name: await readerNameOf(database, mail.userId),
    url: `${publicUrl}/signin/confirm?link=${secret}`,
    minutes: LINK_MINUTES,
  });
};

export const writeAlreadyRegistered: LetterWriter = async () => alreadyRegisteredLetter();
