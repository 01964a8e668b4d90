/** How a module writes the mails of its own kinds. */
import type { Database } from '../../database/database';
import type { Content } from '../../mail/letters';

/** What a writer is told of the mail: whom it goes to, and the link or the like that it brings. */
export interface QueuedMail {
  id: string;
  kind: string;
  userId: string | null;
  aboutId: string | null;
}

/** Null where the mail is of no use any more: what it is about is over. What it mints is committed before the mail goes out. */
export type LetterWriter = (database: Database, mail: QueuedMail, publicUrl: string) => Promise<Content | null>;

/** The name that a mail greets its reader by. */
export const readerNameOf = async (database: Database, userId: string | null): Promise<string | null> =>
  (await database.one<{ name: string | null }>('select name from users where id = $1', [userId]))?.name ?? null;
