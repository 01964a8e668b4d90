/** Who writes which mail. A kind that is missing here does not compile. */
import type { Database } from '../../database/database';
import { type Content, alreadyRegisteredLetter, confirmationLetter } from '../../mail/letters';
import type { MailKind } from '../../schema/enums';
import { LINK_MINUTES, mintLink } from '../link/link';
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
  ALREADY_REGISTERED: async () => alreadyRegisteredLetter(),
};
