/** Confirmation of a registration, by the mailed link or by an administrator: the status changes from PENDING_CONFIRMATION to PENDING_LOGIN. */
import type { Database } from '../../database/database';
import { nameKey } from '../../platform/name-key';
import { type Caller, recordEvents } from '../../core/event/record';
import { deleteUnusedLinksOfUser, findLink, type Link, newLink, useLink } from '../../core/link/link';
import { sendMail } from '../../core/mail/outbox';
import { users } from '../user';

/** Mails a confirmation link, which replaces any earlier one. */
export const mailConfirmationLink = async (
  database: Database,
  { id, email, applicationId }: Pick<Link, 'applicationId'> & { id: string; email: string },
): Promise<void> => {
  const emailKey = nameKey(email);
  const aboutId = await newLink(database, { userId: id, purpose: 'CONFIRMATION', emailKey, applicationId });
  await sendMail(database, { kind: 'CONFIRMATION', userId: id, address: email, aboutId });
};

export interface Registration {
  link: Link;
  userId: string;
  username: string;
  /** The hash of the password from the registration, which is required to confirm it. */
  hash: string | null;
}

/** The registration that a link confirms; null if the link is invalid, or the user is confirmed already or has changed their address. */
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

/** The caller has locked the user's row and checked the status. */
export const confirm = async (
  database: Database,
  caller: Caller,
  { userId, by, reason = null }: Confirmation,
): Promise<void> => {
  await deleteUnusedLinksOfUser(database, userId, 'CONFIRMATION');
  await users(database).confirm(userId, by === 'LINK');
  await recordEvents(database, caller, [{ type: 'USER_CONFIRMED', userId, reason, details: { by } }]);
};

/** False if the link has been used or replaced in the meantime. The user's row is locked. */
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
