/**
 * Queues mails to the owners of credentials where the events about them are recorded and in the same transaction, so that no change can skip
 * them. The address is the one at that moment, even if it changes later.
 */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { type NewLockdownLink, newLockdownLinks } from '../link/lockdown';
import { type NewMail, sendMails } from '../mail/outbox';
import { nameKey } from '../../platform/name-key';
import { ACCOUNTS_AND_RECIPIENTS, readNoticeBudget } from './budget';
import { NOTICES, type NoticeText } from './notice';
import { RecordedEvent } from './recorded';

interface Recipient {
  accountId: string;
  /** The user, or the owner of a service account. */
  id: string;
  email: string | null;
  /** Whether they have verified this address. */
  proved: boolean;
  /** The verified address of the account, also after it was replaced; see the migration. */
  provedKey: string | null;
}

const RECIPIENTS = `
  select u.id as "accountId", r.id, r.email, coalesce(r.proved_email_key, r.email_key) = r.email_key as proved, u.proved_email_key as "provedKey"
  from ${ACCOUNTS_AND_RECIPIENTS}`;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const noticeOf = ({ type, outcome, userId, details }: RecordedEvent): NoticeText | null =>
  outcome === 'SUCCESS' && userId !== null ? (NOTICES[type]?.(details, '') ?? null) : null;

interface NoticeMail {
  address: string;
  linked: boolean;
  /** Whether the owner has verified the address, so that its link stays valid if the address changes. */
  proved: boolean;
  isCopy: boolean;
}

/**
 * The recipients of a notice. A former address gets a lockdown link only if the owner has verified it: it was the account's first, or they used
 * a link that was mailed there. A new address, which may contain a typo, gets no link with the mail about the change.
 */
const mailsFor = ({ type, details }: RecordedEvent, { email, proved, provedKey }: Recipient): NoticeMail[] => {
  const former = type === 'USER_UPDATED' ? text(details['from']) : null;
  const isOwners = former !== null && nameKey(former) === provedKey;
  return [
    ...(former ? [{ address: former, linked: isOwners, proved: isOwners, isCopy: false }] : []),
    ...(email ? [{ address: email, linked: !former, proved, isCopy: former !== null }] : []),
  ];
};

export const queueNotices = async (database: Database, events: RecordedEvent[]): Promise<void> => {
  const notifiable = database.canMail ? events.filter((event) => noticeOf(event) !== null) : [];
  if (notifiable.length === 0) return;
  const accountIds = notifiable.flatMap(({ userId }) => userId ?? []);
  const [found, budget] = await Promise.all([
    database.query<Recipient>(RECIPIENTS, [accountIds]),
    readNoticeBudget(database, accountIds),
  ]);
  const recipients = new Map(found.map((recipient) => [recipient.accountId, recipient]));
  const mails: NewMail[] = [];
  const links: NewLockdownLink[] = [];
  for (const event of notifiable) {
    const recipient = recipients.get(event.userId!);
    if (!recipient) continue;
    for (const { address, linked, proved, isCopy } of mailsFor(event, recipient)) {
      const kind = budget.spend(event, recipient.id, isCopy);
      if (!kind) continue;
      const id = newId();
      mails.push({ id, kind, userId: recipient.id, address, aboutId: event.id });
      if (linked && !noticeOf(event)?.closed)
        links.push({ id, userId: event.userId!, emailKey: nameKey(address), proved });
    }
  }
  await newLockdownLinks(database, links);
  await sendMails(database, mails);
};
