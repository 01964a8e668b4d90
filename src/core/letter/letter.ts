/** How a module writes the mails of its own kinds. */
import type { Database } from '../../database/database';
import type { Content } from '../../mail/letters';

/** The mail to write: its recipient and the link or other object it delivers. */
export interface QueuedMail {
  id: string;
  kind: string;
  userId: string | null;
  aboutId: string | null;
}

/**
 * Returns null if the mail is obsolete, for example because the link it delivers has been revoked. Secrets that it mints are committed before
 * the mail is sent.
 */
export type LetterWriter = (database: Database, mail: QueuedMail, publicUrl: string) => Promise<Content | null>;

/** The recipient's name for the salutation. */
export const readerNameOf = async (database: Database, userId: string | null): Promise<string | null> =>
  (await database.one<{ name: string | null }>('select name from users where id = $1', [userId]))?.name ?? null;
