/** Has a mail sent, by a job in the caller's transaction: it goes out exactly if the change that asks for it was committed. */
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { MailKind } from '../../schema/enums';
import { Refusal } from '../../schema/errors';
import { enqueue } from '../../worker/enqueue';

/** The last try is about a day after the first. */
const TRIES = 12;

export interface NewMail {
  kind: MailKind;
  /** Null for an address of nobody. */
  userId: string | null;
  address: string;
  /** The link or the like that it brings. */
  aboutId?: string | null;
}

export const sendMail = async (database: Database, mail: NewMail): Promise<void> => {
  const id = newId();
  await database.execute(
    'insert into mails (id, kind, user_id, address, about_id, created_at) values ($1, $2, $3, $4, $5, now())',
    [id, mail.kind, mail.userId, mail.address, mail.aboutId ?? null],
  );
  await enqueue(database, 'mail', { mailId: id }, { maxAttempts: TRIES });
};

/** For whatever is of no use without a mail. */
export const mayMail = ({ canMail }: Pick<Context, 'canMail'>): Refusal | null =>
  canMail
    ? null
    : new Refusal(
        'MAIL_UNAVAILABLE',
        'The service has no mail server, so that nothing was done; whoever runs it has to set SMTP_URL and MAIL_FROM.',
      );
