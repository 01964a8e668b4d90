/** Requests of a recovery link by email address, from the mutation or a page. Neither the response nor its timing reveals whether the address is known. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { enforce, type Refusal } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import { type Caller, recordEvents } from '../../core/event/record';
import { type Link, newLink } from '../../core/link/link';
import { mailUnavailable, sendMail } from '../../core/mail/outbox';
import { networkOf, throttle } from '../../core/throttle/throttle';
import { checkLooksLikeEmail, findUser, lockUserByName, type User } from '../user';
import { nameKey } from '../../platform/name-key';
import { mayMailRecovery } from './policy';

type Mailing = Pick<Context, 'canMail'>;

const HOUR = 3_600;
const PER_ADDRESS = 5;
const PER_NETWORK = 20;

/** Checks that need no lookup of the user. Call it outside a transaction. */
export const checkResetRequest = async (
  database: Database,
  mailing: Mailing,
  { email, ip }: { email: string; ip: string | null },
): Promise<void> => {
  enforce(mailUnavailable(mailing));
  checkLooksLikeEmail(email);
  const bounds = [
    { what: 'requestPasswordReset address', of: nameKey(email), limit: PER_ADDRESS, seconds: HOUR },
    { what: 'requestPasswordReset network', of: networkOf(ip), limit: PER_NETWORK, seconds: HOUR },
  ];
  enforce(await throttle(database, bounds));
};

/** `creator` is null if the user requested the link; `applicationId` is the application where they did. */
export const mailRecoveryLink = async (
  database: Database,
  caller: Caller,
  { id, email }: User,
  from: Partial<Pick<Link, 'creator' | 'applicationId'>>,
): Promise<void> => {
  const aboutId = await newLink(database, { userId: id, purpose: 'RECOVERY', emailKey: nameKey(email!), ...from });
  await recordDerived(database, caller, [{ kind: 'RECOVERY_LINK', id: aboutId, userId: id }]);
  await sendMail(database, { kind: 'RECOVERY', userId: id, address: email!, aboutId });
};

const causeOf = (user: User, { code }: Refusal): string =>
  code !== 'INVALID_STATE'
    ? code
    : user.passwordLockedAt
      ? 'PASSWORD_LOCKED'
      : user.hasExpired
        ? 'ACCOUNT_EXPIRED'
        : user.status;

/** Call it in constant time. If the link cannot be mailed, only the audit trail says so. */
export const requestReset = async (
  database: Database,
  caller: Caller,
  mailing: Mailing,
  { email, applicationId }: Pick<Link, 'applicationId'> & { email: string },
): Promise<void> => {
  const account = await lockUserByName(database, nameKey(email));
  const user = account?.byEmail ? await findUser(database, account.id) : null;
  if (!user) return;
  const refusal = mayMailRecovery(mailing, user);
  if (!refusal) await mailRecoveryLink(database, caller, user, { applicationId });
  await recordEvents(database, caller, [
    {
      ...{ type: 'RECOVERY_REQUESTED', outcome: refusal ? 'FAILURE' : 'SUCCESS', userId: user.id },
      details: refusal ? { cause: causeOf(user, refusal) } : {},
    },
  ]);
};
