/** Writes the mail to the owner of a credential, of what was recorded: what happened, when, by whom and from where, and the link that locks the account. */
import Bowser from 'bowser';
import type { LetterWriter } from '../../core/letter/letter';
import { moreChangesLetter, noticeLetter } from '../../mail/letters';
import type { EventType, UserType } from '../../schema/enums';
import { LOCKDOWN_DAYS, mintLink } from '../../core/link/link';
import { NOTICES, plain, type Telling } from '../../core/notice/table';

interface About {
  type: EventType;
  details: Record<string, unknown>;
  occurredAt: Date;
  userId: string;
  actorUserId: string | null;
  actorApplicationId: string | null;
  impersonatorId: string | null;
  ip: string | null;
  userAgent: string | null;
  application: string | null;
  username: string;
  accountType: UserType;
}

const ABOUT = `
  select e.type, e.details, e.occurred_at as "occurredAt", e.user_id as "userId", e.actor_user_id as "actorUserId",
    e.actor_application_id as "actorApplicationId", e.impersonator_user_id as "impersonatorId", e.ip, e.user_agent as "userAgent",
    a.name as application, u.username, u.type as "accountType"
  from events e join users u on u.id = e.user_id left join applications a on a.id = e.actor_application_id where e.id = $1`;

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const browserOf = (userAgent: string | null): string | null => {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent);
  const names = [browser.name, os.name].filter((name): name is string => !!name);
  return names.length === 0 ? null : plain(names.join(' on '));
};

/** `recipientId` is who reads it. Where somebody else acted from is theirs alone. */
const factsOf = (about: About, recipientId: string | null): [string, string][] => {
  const { actorUserId, actorApplicationId, impersonatorId, userId } = about;
  const isOwn = impersonatorId === null && actorUserId !== null && [userId, recipientId].includes(actorUserId);
  const by =
    impersonatorId !== null
      ? 'somebody who impersonates you'
      : isOwn
        ? actorUserId === recipientId
          ? 'you, or somebody who is signed in as you'
          : 'the service account itself'
        : actorUserId !== null
          ? 'an administrator'
          : actorApplicationId !== null
            ? 'an application'
            : 'the service itself';
  const browser = isOwn ? browserOf(about.userAgent) : null;
  return [
    ['When', `${TIME.format(about.occurredAt)} UTC`],
    ['Done by', by],
    ...(about.application ? ([['Application', plain(about.application)]] as [string, string][]) : []),
    ...(isOwn && about.ip ? ([['Network address', about.ip]] as [string, string][]) : []),
    ...(browser ? ([['Browser', browser]] as [string, string][]) : []),
  ];
};

/** Mails that an earlier release has queued know no event. */
const UNKNOWN: Telling = { what: 'Your password was changed', more: 'Other sessions were signed out.' };

export const writeNotice: LetterWriter = async (database, mail, publicUrl) => {
  const about = mail.aboutId ? await database.one<About>(ABOUT, [mail.aboutId]) : null;
  if (mail.aboutId && !about) return null;
  const account =
    about?.accountType === 'SERVICE_ACCOUNT' ? `the service account “${plain(about.username)}”` : 'your account';
  const telling = about ? NOTICES[about.type]?.(about.details, account) : UNKNOWN;
  if (!telling) return null;
  const reader = await database.one<{ name: string | null }>('select name from users where id = $1', [mail.userId]);
  const secret = telling.closed ? null : await mintLink(database, mail.id);
  const letter = {
    name: plain(reader?.name) || null,
    account,
    ...(secret ? { url: `${publicUrl}/signin/lock-account?link=${secret}`, days: LOCKDOWN_DAYS } : {}),
  };
  if (mail.kind === 'MORE_CREDENTIALS_CHANGED') return moreChangesLetter(letter);
  const facts = about ? factsOf(about, mail.userId) : [];
  return noticeLetter({ ...letter, ...telling, facts });
};
