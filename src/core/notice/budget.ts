/**
 * Limits how many notices someone gets per hour. Each account has its own budget, so that noise about one hides nothing about another. Important
 * events of a person's account have a separate budget that minor ones, such as renaming factors, cannot use up.
 */
import type { Database } from '../../database/database';
import type { EventType, MailKind } from '../../schema/enums';
import type { RecordedEvent } from './recorded';

/** Mails about an account, followed by one that says there is more. */
const MAX_PER_HOUR = 20;
/** Mails about important events, regardless of other mails. */
const MAX_IMPORTANT_PER_HOUR = 40;
/** Mails about all service accounts of a person, since anyone who can create users can create any number of them. */
const MAX_FOR_SERVICE_ACCOUNTS = 100;

const MINOR: EventType[] = ['AUTHENTICATOR_RENAMED', 'TOKEN_ISSUED', 'TOKEN_REVOKED'];
const KINDS = ['PASSWORD_CHANGED', 'CREDENTIAL_CHANGED', 'MORE_CREDENTIALS_CHANGED'] satisfies MailKind[];

interface Mailed {
  recipientId: string;
  accountId: string;
  count: number;
  /** Important events, each counted once however often it was mailed. */
  important: number;
  saidMore: boolean;
}

/** The accounts of `$1` as `u`, each with `r`, who gets its notices: the user, or the owner of a service account. */
export const ACCOUNTS_AND_RECIPIENTS = `users u left join users o on o.id = u.owner_id and u.type = 'SERVICE_ACCOUNT' join users r on r.id = coalesce(o.id, u.id)
  where u.id = any($1::uuid[]) and u.type <> 'INTERNAL_SERVICE_ACCOUNT'`;

const MAILED = `
  select m.user_id as "recipientId", e.user_id as "accountId", count(*)::int as count, bool_or(m.kind = 'MORE_CREDENTIALS_CHANGED') as "saidMore",
    count(distinct e.id) filter (where e.type <> all($3))::int as important
  from mails m join events e on e.id = m.about_id
  where m.user_id in (select r.id from ${ACCOUNTS_AND_RECIPIENTS}) and m.kind = any($2) and m.created_at > now() - interval '1 hour' group by 1, 2`;

export interface NoticeBudget {
  /** The kind of mail to send, which counts against the budget; null for none. A copy goes to an additional address. */
  spend(event: RecordedEvent, recipientId: string, isCopy: boolean): MailKind | null;
}

/** Of those who get the notices of these accounts. */
export const readNoticeBudget = async (database: Database, accountIds: string[]): Promise<NoticeBudget> => {
  const all = await database.query<Mailed>(MAILED, [accountIds, KINDS, MINOR]);
  const mailedTo = (recipientId: string, accountId: string): Mailed => {
    const found = all.find((one) => one.recipientId === recipientId && one.accountId === accountId);
    if (found) return found;
    const none = { recipientId, accountId, count: 0, important: 0, saidMore: false };
    all.push(none);
    return none;
  };
  return {
    spend: ({ type, userId }, recipientId, isCopy) => {
      const mailed = mailedTo(recipientId, userId!);
      const isOwn = userId === recipientId;
      const matters = isOwn && !isCopy && !MINOR.includes(type);
      const ofServices = isOwn
        ? []
        : all.filter((one) => one.recipientId === recipientId && one.accountId !== recipientId);
      const isFlood = ofServices.reduce((sum, { count }) => sum + count, 0) >= MAX_FOR_SERVICE_ACCOUNTS;
      const saidMore = isFlood ? ofServices.some((one) => one.saidMore) : mailed.saidMore;
      const hasRoom = matters ? mailed.important < MAX_IMPORTANT_PER_HOUR : mailed.count < MAX_PER_HOUR && !isFlood;
      if (!hasRoom && saidMore) return null;
      mailed.count += 1;
      if (matters) mailed.important += 1;
      if (hasRoom) return type === 'PASSWORD_CHANGED' ? 'PASSWORD_CHANGED' : 'CREDENTIAL_CHANGED';
      mailed.saidMore = true;
      return 'MORE_CREDENTIALS_CHANGED';
    },
  };
};
