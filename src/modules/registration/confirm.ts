/** From PENDING_CONFIRMATION to PENDING_LOGIN: by the link that was mailed, or by an administrator. */
import type { Database } from '../../database/database';
import { nameKey } from '../../platform/name-key';
import { type Caller, recordEvents } from '../../core/event/record';
import { dropLinks, findLink, type Link, newLink, useLink } from '../../core/link/link';
import { sendMail } from '../../core/mail/outbox';
import { users } from '../user';

/** Mails a link, in place of any that was mailed before. */
export const mailConfirmationLink = async (database: Database, { id, email }: { id: string; email: string }): Promise<void> => {
  const aboutId = await newLink(database, { userId: id, purpose: 'CONFIRMATION', emailKey: nameKey(email) });
  await sendMail(database, { kind: 'CONFIRMATION', userId: id, address: email, aboutId });
};

export interface Registration {
  link: Link;
  userId: string;
  username: string;
  /** Of the password that was chosen at the registration: whoever confirms has to know it. */
  hash: string | null;
}

/** Who would be confirmed by a link; null where the link is over, or the user is, or has another address by now. */
export const findRegistration = async (database: Database, secret: string): Promise<Registration | null> => {
  const link = await findLink(database, 'CONFIRMATION', secret);
  const user = link && (await users(database).findUnconfirmed(link.userId, link.emailKey));
  return user && { link, ...user };
};

interface Confirmation {
  userId: string;
  by: 'LINK' | 'ADMINISTRATOR';
  reason?: string | null;
}

/** The caller has locked the user's row and looked at the status. */
export const confirm = async (
  database: Database,
  caller: Caller,
  { userId, by, reason = null }: Confirmation,
): Promise<void> => {
  await dropLinks(database, userId, 'CONFIRMATION');
  await users(database).confirm(userId, by === 'LINK');
  await recordEvents(database, caller, [{ type: 'USER_CONFIRMED', userId, reason, details: { by } }]);
};

/** Under the lock of the user's row. False where the link has been used or replaced meanwhile. */
export const confirmByLink = async (
  database: Database,
  caller: Caller,
  secret: string,
  hash: string | null,
): Promise<boolean> => {
  const registration = await findRegistration(database, secret);
  if (!registration || registration.hash !== hash) return false;
  if (!(await useLink(database, registration.link, secret))) return false;
  await confirm(database, caller, { userId: registration.userId, by: 'LINK' });
  return true;
};
