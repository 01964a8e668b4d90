/** Has a mail sent, by a job in the caller's transaction: it goes out exactly if the change that asks for it was committed. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { MailKind } from '../../schema/enums';
import { Refusal } from '../../schema/errors';
import { enqueueEach } from '../job/enqueue';
import { defineTask } from '../job/task';

/** Sends one mail. */
export const mailTask = defineTask<{ mailId: string }>('mail');

/** The last try is about a day after the first. */
const TRIES = 12;

export interface NewMail {
  /** Where something else is to carry the same id. */
  id?: string;
  kind: MailKind;
  /** Null for an address of nobody. */
  userId: string | null;
  address: string;
  /** The link or the like that it brings. */
  aboutId?: string | null;
}

export const sendMails = async (database: Database, mails: NewMail[]): Promise<void> => {
  if (mails.length === 0) return;
  const rows = mails.map((mail) => ({
    id: mail.id ?? newId(),
    kind: mail.kind,
    user_id: mail.userId,
    address: mail.address,
    about_id: mail.aboutId ?? null,
  }));
  await database.execute(
    `insert into mails (id, kind, user_id, address, about_id, created_at) select id, kind, user_id, address, about_id, now()
     from jsonb_to_recordset($1::jsonb) as m (id uuid, kind text, user_id uuid, address text, about_id uuid)`,
    [JSON.stringify(rows)],
  );
  await enqueueEach(
    database,
    mailTask,
    rows.map(({ id }) => ({ mailId: id })),
    { maxAttempts: TRIES },
  );
};

export const sendMail = (database: Database, mail: NewMail): Promise<void> => sendMails(database, [mail]);

/** For whatever is of no use without a mail. */
export const mayMail = ({ canMail }: { canMail: boolean }): Refusal | null =>
  canMail
    ? null
    : new Refusal(
        'MAIL_UNAVAILABLE',
        'The service has no mail server, so that nothing was done; whoever runs it has to set SMTP_URL and MAIL_FROM.',
      );
