/** The rules of links by which lost passwords are replaced: by an administrator, who shows or mails one, and by whoever asks for one by address. */
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import { evenly } from '../../platform/even';
import { enforce } from '../../schema/errors';
import { creatorOf } from '../authority/creator';
import { recordDerived } from '../derived/record';
import { recordEvents } from '../event/record';
import { LINK_MINUTES, mintLink, newLink } from '../link/link';
import { operate, type Outcome, refusable } from '../operate';
import { checkVersion } from '../operation';
import { lockUsers } from '../revocation/engine';
import { mustHoldAsMuch } from '../role/rights';
import type { User } from '../user/entity';
import { findUser } from '../user/find';
import { requireUser } from '../user/require';
import type { CreateRecoveryLinkInput, EmailRecoveryLinkInput, RequestPasswordResetInput } from './inputs';
import { mayMailRecovery, mayRecover } from './may';
import { recoveryUrl } from './recovery';
import { checkRequest, mailRecoveryLink, requestReset } from './request';

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
    const creator = creatorOf(context.principal);
    const id = await newLink(database, { userId: user.id, purpose: 'RECOVERY', emailKey: null, creator });
    await recordDerived(database, context.caller, [{ kind: 'RECOVERY_LINK', id, userId: user.id }]);
    const secret = (await mintLink(database, id))!;
    await recordEvents(database, context.caller, [
      { type: 'RECOVERY_LINK_CREATED', userId: user.id, reason: input.reason ?? null },
    ]);
    const expiresAt = new Date(context.clock.now().getTime() + LINK_MINUTES * 60_000);
    return { subjectId: user.id, value: { user, link: recoveryUrl(context.publicUrl, secret), expiresAt } };
  });

export const emailRecoveryLink = (context: Context, input: EmailRecoveryLinkInput): Promise<Outcome<User>> =>
  operate(context, { action: 'emailRecoveryLink', input, again: findUser }, async (database) => {
    // It reaches the owner alone, who could ask for it without anybody's help.
    const lock = (tx: Database, ids: string[]) => lockUsers(tx, ids, { actsOn: false });
    const user = await requireUser(database, context, 'users:setPassword', input.userId, lock);
    checkVersion(user, input.ifVersion);
    enforce(mayMailRecovery(context, user));
    await mailRecoveryLink(database, context.caller, user, creatorOf(context.principal));
    await recordEvents(database, context.caller, [
      { type: 'RECOVERY_LINK_MAILED', userId: user.id, reason: input.reason ?? null },
    ]);
    return { subjectId: user.id, value: user };
  });

/** Strangers get one answer, after the same time, whatever there is under an address. */
export const requestPasswordReset = (context: Context, { email }: RequestPasswordResetInput): Promise<Outcome<null>> =>
  refusable(async () => {
    await checkRequest(context.database, context, { email, ip: context.caller.ip });
    const again = async () => null;
    return evenly(() =>
      operate(context, { action: 'requestPasswordReset', input: {}, again }, async (database) => {
        await requestReset(database, context.caller, context, email);
        return { value: null };
      }),
    );
  });
