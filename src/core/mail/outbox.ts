/** Queues a mail as a job in the caller's transaction: it is sent exactly if the change was committed. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { MailKind } from '../../schema/enums';
import { Refusal } from '../../schema/errors';
import { enqueueEach } from '../job/enqueue';
import { defineTask } from '../job/task';

/** Sends one mail. */
export const mailTask = defineTask<{ mailId: string }>('mail');

/** The last attempt is about a day after the first. */
const TRIES = 12;

export interface NewMail {
  /** Set if another object shares this id. */
  id?: string;
  kind: MailKind;
  /** Null if the address does not belong to a user. */
  userId: string | null;
  address: string;
  /** The link or other object it delivers. */
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
  await database.post(
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

/** For operations that make no sense without mail. */
export const mailUnavailable = ({ canMail }: { canMail: boolean }): Refusal | null =>
  canMail
    ? null
    : new Refusal(
        'MAIL_UNAVAILABLE',
        'No mail server is configured, so nothing was done. Ask your administrator to set SMTP_URL and MAIL_FROM.',
      );
