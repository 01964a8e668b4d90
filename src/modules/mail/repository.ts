/** Statements about the table of mails. */
import { Conditions } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { MailStatus } from '../../schema/enums';
import { Mail } from './entity';
import type { MailFilter } from './list';

export const mailRows = rowsOf(Mail, {
  type: 'Mail',
  from: 'mails x',
});

export const mailColumns = mailRows.select;

export const mailList: ListSource<MailFilter> = {
  name: 'mails',
  rows: mailRows,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf('x.kind', filter.kind)
      .anyOf('x.status', filter.status)
      .id('x.user_id', 'User', filter.userId)
      .between('x.created_at', filter.createdFrom, filter.createdTo).list,
};

class MailRepository extends TableRepository<Mail> {
  /** Notes that an attempt begins; its outcome is unknown until it is noted. */
  async beginAttempt(id: string): Promise<void> {
    await this.database.execute('update mails set unknown_outcomes = unknown_outcomes + 1 where id = $1', [id]);
  }

  /** Closes a mail that is still queued. Returns whether it was. */
  async finish(id: string, status: MailStatus, fault: string | null = null): Promise<boolean> {
    const finished = await this.database.execute(
      `update mails set status = $2, fault = $3, tries = tries + $4, finished_at = now() where id = $1 and status = 'QUEUED'`,
      [id, status, fault, status === 'DROPPED' ? 0 : 1],
    );
    return finished > 0;
  }
}

export const mails = repositoryOf(Mail, MailRepository);
