/**
 * The job that sends one mail, after the change that queued it was committed. The secret of a link is created here, so that it exists only in the
 * mail. A retry creates a new secret, which replaces the previous one. If the process ends between sending a mail and recording it, the mail is sent
 * once more, with the same `Message-ID`, and no third time.
 */
import type { Database } from '../../database/database';
import type { MailResult } from '../../mail/mailer';
import { encodeId } from '../../platform/type-id';
import type { Handler } from '../../core/job/task';
import { SYSTEM_CALLER, recordEvents } from '../../core/event/record';
import type { Mail } from './entity';
import { mails } from './repository';

/** A mail may have been sent so often without a record of it, and is still tried. */
const MAX_UNKNOWN = 1;

/** Administrators see the failure in the list of mails and in the audit trail. */
const giveUp = (database: Database, mail: Mail, cause: string): Promise<void> =>
  database.transaction(async (transaction) => {
    if (!(await mails(transaction).finish(mail.id, 'FAILED', cause))) return;
    const details = { mailId: encodeId('Mail', mail.id), kind: mail.kind, cause };
    await recordEvents(transaction, SYSTEM_CALLER, [
      { type: 'MAIL_FAILED', outcome: 'FAILURE', userId: mail.userId, details },
    ]);
  });

export const mail: Handler<{ mailId: string }> = async ({ mailId }, { database, mailer, letters, publicUrl, last }) => {
  const queued = await mails(database).findOneBy({ id: mailId, status: 'QUEUED' });
  if (!queued) return;
  if (queued.unknownOutcomes > MAX_UNKNOWN) return giveUp(database, queued, 'interrupted');
  const content = await letters.get(queued.kind)!(database, queued, publicUrl);
  if (!content) return void (await mails(database).finish(queued.id, 'DROPPED'));
  await mails(database).beginAttempt(queued.id);
  const posted: MailResult = mailer
    ? await mailer.send({ id: queued.id, to: queued.address, ...content })
    : { outcome: 'RETRY', cause: 'not-configured' };
  if (posted.outcome === 'SENT') return void (await mails(database).finish(queued.id, 'SENT'));
  if (posted.outcome === 'REFUSED' || last) return giveUp(database, queued, posted.cause);
  await mails(database).update(
    { id: queued.id },
    { tries: () => 'tries + 1', fault: posted.cause, unknownOutcomes: 0 },
  );
  throw Object.assign(new Error('the mail server did not accept a mail'), { code: posted.cause });
};
