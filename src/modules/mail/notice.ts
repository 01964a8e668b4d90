/** Writes the mail that tells the owner of a credential about a change: what happened, when, who did it and from where, with a link to lock the account. */
import Bowser from 'bowser';
import type { LetterWriter } from '../../core/letter/letter';
import { moreChangesLetter, noticeLetter } from '../../mail/letters';
import { LOCKDOWN_DAYS, createLinkSecret } from '../../core/link/link';
import { findNoticeSubject, type NoticeSubject } from '../../core/notice/subject';
import { NOTICES, sanitizeName, type NoticeText } from '../../core/notice/notice';
import { users } from '../user';

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const browserOf = (userAgent: string | null): string | null => {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent);
  const names = [browser.name, os.name].filter((name): name is string => !!name);
  return names.length === 0 ? null : sanitizeName(names.join(' on '));
};

/** `recipientId` is the reader, who learns the address and browser only if they acted themselves. */
const factsOf = (about: NoticeSubject, recipientId: string | null): [string, string][] => {
  const { actorUserId, actorApplicationId, impersonatorId, userId } = about;
  const isOwn = impersonatorId === null && actorUserId !== null && [userId, recipientId].includes(actorUserId);
  const by =
    impersonatorId !== null
      ? 'someone impersonating you'
      : isOwn
        ? actorUserId === recipientId
          ? 'you, or someone signed in as you'
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
    ...(about.application ? ([['Application', sanitizeName(about.application)]] as [string, string][]) : []),
    ...(isOwn && about.ip ? ([['Network address', about.ip]] as [string, string][]) : []),
    ...(browser ? ([['Browser', browser]] as [string, string][]) : []),
  ];
};

/** For mails without an event, which an earlier release queued. */
const UNKNOWN: NoticeText = { what: 'Your password was changed', more: 'Other sessions were signed out.' };

export const writeNotice: LetterWriter = async (database, mail, publicUrl) => {
  const about = mail.aboutId ? await findNoticeSubject(database, mail.aboutId) : null;
  if (mail.aboutId && !about) return null;
  const account =
    about?.accountType === 'SERVICE_ACCOUNT' ? `the service account “${sanitizeName(about.username)}”` : 'your account';
  const telling = about ? NOTICES[about.type]?.(about.details, account) : UNKNOWN;
  if (!telling) return null;
  const name = await users(database).findName(mail.userId);
  const secret = telling.closed ? null : await createLinkSecret(database, mail.id);
  const letter = {
    name: sanitizeName(name) || null,
    account,
    ...(secret ? { url: `${publicUrl}/signin/lock-account?link=${secret}`, days: LOCKDOWN_DAYS } : {}),
  };
  if (mail.kind === 'MORE_CREDENTIALS_CHANGED') return moreChangesLetter(letter);
  const facts = about ? factsOf(about, mail.userId) : [];
  return noticeLetter({ ...letter, ...telling, facts });
};
