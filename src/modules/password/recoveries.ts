/** The rules of links by which lost passwords are replaced: by an administrator, who shows or mails one, and by whoever asks for one by address. */
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import { evenly } from '../../platform/even';
import { enforce, Refusal } from '../../schema/errors';
import { recordEvents } from '../event/record';
import { LINK_MINUTES, mintLink, newLink } from '../link/link';
import { mayMail, sendMail } from '../mail/send';
import { operate, type Outcome, refusable } from '../operate';
import { checkVersion } from '../operation';
import { mustHoldAsMuch } from '../role/rights';
import { networkOf, throttle } from '../throttle';
import type { User } from '../user/entity';
import { findUser } from '../user/find';
import { lockKnown } from '../user/known';
import { checkEmail, nameKey } from '../user/normalize';
import { requireUser } from '../user/require';
import type { CreateRecoveryLinkInput, EmailRecoveryLinkInput, RequestPasswordResetInput } from './inputs';
import { mayMailRecovery, mayRecover } from './may';
import { recoveryUrl } from './recovery';

export interface RecoveryLink {
  user: User;
  link: string | null;
  expiresAt: Date | null;
}

const withoutLink = async (database: Database, id: string | null): Promise<RecoveryLink | null> => {
  const user = await findUser(database, id);
  return user && { user, link: null, expiresAt: null };
};

export const createRecoveryLink = (context: Context, input: CreateRecoveryLinkInput): Promise<Outcome<RecoveryLink>> =>
  operate(context, { action: 'createRecoveryLink', input, again: withoutLink }, async (database) => {
    const user = await requireUser(database, context, 'users:setPassword', input.userId);
    enforce(mayRecover(user));
    await mustHoldAsMuch(database, context.principal, user.id);
    const id = await newLink(database, { userId: user.id, purpose: 'RECOVERY', emailKey: null });
    const secret = (await mintLink(database, id))!;
    await recordEvents(database, context.caller, [
      { type: 'RECOVERY_LINK_CREATED', userId: user.id, reason: input.reason ?? null },
    ]);
    const expiresAt = new Date(context.clock.now().getTime() + LINK_MINUTES * 60_000);
    return { subjectId: user.id, value: { user, link: recoveryUrl(context.publicUrl, secret), expiresAt } };
  });

const mailLink = async (database: Database, { id, email }: User): Promise<void> => {
  const aboutId = await newLink(database, { userId: id, purpose: 'RECOVERY', emailKey: nameKey(email!) });
  await sendMail(database, { kind: 'RECOVERY', userId: id, address: email!, aboutId });
};

export const emailRecoveryLink = (context: Context, input: EmailRecoveryLinkInput): Promise<Outcome<User>> =>
  operate(context, { action: 'emailRecoveryLink', input, again: findUser }, async (database) => {
    const user = await requireUser(database, context, 'users:setPassword', input.userId);
    checkVersion(user, input.ifVersion);
    enforce(mayMailRecovery(context, user));
    await mailLink(database, user);
    await recordEvents(database, context.caller, [
      { type: 'RECOVERY_LINK_MAILED', userId: user.id, reason: input.reason ?? null },
    ]);
    return { subjectId: user.id, value: user };
  });

const HOUR = 3_600;
const PER_ADDRESS = 5;
const PER_NETWORK = 20;

/** Strangers get one answer, after the same time, whatever there is under an address. What cannot be mailed to them they are not told. */
export const requestPasswordReset = (context: Context, { email }: RequestPasswordResetInput): Promise<Outcome<null>> =>
  refusable(async () => {
    enforce(mayMail(context));
    checkEmail(email);
    const bounds = [
      { what: 'requestPasswordReset address', of: nameKey(email), limit: PER_ADDRESS, seconds: HOUR },
      { what: 'requestPasswordReset network', of: networkOf(context.caller.ip), limit: PER_NETWORK, seconds: HOUR },
    ];
    enforce(await throttle(context.database, bounds));
    const again = async () => null;
    return evenly(() =>
      operate(context, { action: 'requestPasswordReset', input: {}, again }, async (database) => {
        const known = await lockKnown(database, nameKey(email));
        const user = known?.byEmail ? await findUser(database, known.id) : null;
        if (!user) return { value: null };
        const refusal = mayMailRecovery(context, user);
        if (!refusal) await mailLink(database, user);
        await recordEvents(database, context.caller, [
          {
            ...{ type: 'RECOVERY_REQUESTED', outcome: refusal ? 'FAILURE' : 'SUCCESS', userId: user.id },
            details: refusal ? { cause: causeOf(user, refusal) } : {},
          },
        ]);
        return { value: null };
      }),
    );
  });

const causeOf = (user: User, { code }: Refusal): string =>
  code !== 'INVALID_STATE' ? code : user.passwordLockedAt ? 'PASSWORD_LOCKED' : user.status;
