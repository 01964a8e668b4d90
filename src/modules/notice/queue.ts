/**
 * Queues the mails to the owners of credentials, where the events about them are recorded and in the same transaction: so no way of changing one
 * can forget it. The address is the one of that moment, whoever changes it afterwards.
 */
import type { Database } from '../../database/database';
import type { EventOutcome, EventType, MailKind } from '../../schema/enums';
import { newId } from '../../platform/random';
import { newLockdownLinks } from '../link/lockdown';
import { type NewMail, sendMails } from '../mail/send';
import { nameKey } from '../user/normalize';
import { NOTICES, type Telling } from './table';

export interface Recorded {
  id: string;
  type: EventType;
  outcome: EventOutcome;
  userId: string | null;
  details: Record<string, unknown>;
}

/** Mails to one person within an hour; then one that says there is more, and no other. */
export const MOST_AN_HOUR = 20;
/** The last that a former address hears has room of its own, so that nobody uses up the rest before it. */
const MOST_TO_FORMER = 2 * MOST_AN_HOUR;

const KINDS = ['PASSWORD_CHANGED', 'CREDENTIAL_CHANGED', 'MORE_CREDENTIALS_CHANGED'] satisfies MailKind[];

interface Recipient {
  accountId: string;
  /** The user, or the owner of a service account. */
  id: string;
  email: string | null;
  /** Mailed in the last hour. */
  recent: number;
  saidMore: boolean;
}

const RECIPIENTS = `
  select u.id as "accountId", coalesce(o.id, u.id) as id, case when o.id is null then u.email else o.email end as email,
    (select count(*)::int from mails m where m.user_id = coalesce(o.id, u.id) and m.kind = any($2) and m.created_at > now() - interval '1 hour') as recent,
    exists (select from mails m where m.user_id = coalesce(o.id, u.id) and m.kind = 'MORE_CREDENTIALS_CHANGED'
      and m.created_at > now() - interval '1 hour') as "saidMore"
  from users u left join users o on o.id = u.owner_id and u.type = 'SERVICE_ACCOUNT'
  where u.id = any($1::uuid[]) and u.type <> 'INTERNAL_SERVICE_ACCOUNT'`;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const tellingOf = ({ type, outcome, userId, details }: Recorded): Telling | null =>
  outcome === 'SUCCESS' && userId !== null ? (NOTICES[type]?.(details, '') ?? null) : null;

/** Where a notice goes, each with whether it brings a link: a new address that was typed wrong is somebody else's. */
const addressesOf = ({ type, details }: Recorded, email: string | null): { address: string; linked: boolean }[] => {
  const former = type === 'USER_UPDATED' ? text(details['from']) : null;
  return [
    ...(former ? [{ address: former, linked: true }] : []),
    ...(email ? [{ address: email, linked: !former }] : []),
  ];
};

/** What kind of mail still goes to the recipient; null for none. */
const kindFor = (recipient: Recipient, { type }: Recorded, isFormer: boolean): MailKind | null => {
  const limit = isFormer ? MOST_TO_FORMER : MOST_AN_HOUR;
  if (recipient.recent < limit) return type === 'PASSWORD_CHANGED' ? 'PASSWORD_CHANGED' : 'CREDENTIAL_CHANGED';
  return recipient.saidMore ? null : 'MORE_CREDENTIALS_CHANGED';
};

export const queueNotices = async (database: Database, events: Recorded[]): Promise<void> => {
  const told = database.canMail ? events.filter((event) => tellingOf(event) !== null) : [];
  if (told.length === 0) return;
  const found = await database.query<Recipient>(RECIPIENTS, [told.map(({ userId }) => userId), KINDS]);
  // One for all accounts of a person, who is counted once.
  const people = new Map(found.map((recipient) => [recipient.id, { ...recipient }]));
  const accounts = new Map(found.map((recipient) => [recipient.accountId, recipient]));
  const mails: NewMail[] = [];
  const links: { id: string; userId: string; emailKey: string }[] = [];
  for (const event of told) {
    const recipient = people.get(accounts.get(event.userId!)?.id ?? '');
    if (!recipient) continue;
    const { email } = accounts.get(event.userId!)!;
    for (const { address, linked } of addressesOf(event, email)) {
      const kind = kindFor(recipient, event, linked && event.type === 'USER_UPDATED');
      if (!kind) continue;
      recipient.recent += 1;
      recipient.saidMore ||= kind === 'MORE_CREDENTIALS_CHANGED';
      const id = newId();
      mails.push({ id, kind, userId: recipient.id, address, aboutId: event.id });
      if (linked && !tellingOf(event)?.closed) links.push({ id, userId: event.userId!, emailKey: nameKey(address) });
    }
  }
  await newLockdownLinks(database, links);
  await sendMails(database, mails);
};
