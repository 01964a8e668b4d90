/** The rules of links by which lost passwords are replaced: by an administrator, who shows or mails one, and by whoever asks for one by address. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { inConstantTime } from '../../platform/constant-time';
import { enforce, type Refusal } from '../../schema/errors';
import { creatorOf } from '../../core/authority/creator';
import { recordDerived } from '../../core/derived/record';
import { countRecentEvents, recordEvents } from '../../core/event/record';
import { hasAskedForRecovery, LINK_MINUTES, mintLink, newLink } from '../../core/link/link';
import { runMutation, type MutationResult, asMutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers } from '../../core/revocation/engine';
import { mustHoldAsMuch } from '../../core/authority/rights';
import { tooOften } from '../../core/throttle/throttle';
import { findUser, requireUser, type User } from '../user';
import type { CreateRecoveryLinkInput, EmailRecoveryLinkInput, RequestPasswordResetInput } from './inputs';
import { mayMailRecovery, mayRecover } from './policy';
import { recoveryUrl } from './recovery-link';
import { checkResetRequest, mailRecoveryLink, requestReset } from './recovery-request';

export interface RecoveryLink {
  user: User;
  link: string | null;
  expiresAt: Date | null;
}

const withoutLink = async (database: Database, id: string | null): Promise<RecoveryLink | null> => {
  const user = await findUser(database, id);
  return user && { user, link: null, expiresAt: null };
};

export const createRecoveryLink = (
  context: Context,
  input: CreateRecoveryLinkInput,
): Promise<MutationResult<RecoveryLink>> =>
  runMutation(context, { action: 'createRecoveryLink', input, reload: withoutLink }, async (database) => {
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

const HOUR = 3_600;
const MOST_AN_HOUR = 5;

/**
 * Under the lock of the user's row. By all callers together: a user is to be mailed no more often because more people may do it. What was
 * mailed is counted, not what was asked, so that a dry run or somebody who may not ask uses nothing up.
 */
const mayMailAgain = async (database: Database, userId: string): Promise<Refusal | null> => {
  const mailed = await countRecentEvents(database, { userId, type: 'RECOVERY_LINK_MAILED', seconds: HOUR });
  return mailed < MOST_AN_HOUR ? null : tooOften(HOUR);
};

export const emailRecoveryLink = (context: Context, input: EmailRecoveryLinkInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'emailRecoveryLink', input, reload: findUser }, async (database) => {
    // It reaches the owner alone, who could ask for it without anybody's help.
    const lock = (tx: Database, ids: string[]) => lockUsers(tx, ids, { actsOn: false });
    const user = await requireUser(database, context, 'users:setPassword', input.userId, lock);
    checkVersion(user, input.ifVersion);
    enforce(mayMailRecovery(context, user));
    // They have a mail with a link that works, and may be using it now: nothing takes it away, and there is nothing to add.
    if (await hasAskedForRecovery(database, user.id)) return { subjectId: user.id, value: user };
    enforce(await mayMailAgain(database, user.id));
    await mailRecoveryLink(database, context.caller, user, creatorOf(context.principal));
    await recordEvents(database, context.caller, [
      { type: 'RECOVERY_LINK_MAILED', userId: user.id, reason: input.reason ?? null },
    ]);
    return { subjectId: user.id, value: user };
  });

/** Strangers get one answer, after the same time, whatever there is under an address. */
export const requestPasswordReset = (
  context: Context,
  { email }: RequestPasswordResetInput,
): Promise<MutationResult<null>> =>
  asMutationResult(async () => {
    await checkResetRequest(context.database, context, { email, ip: context.caller.ip });
    const reload = async () => null;
    return inConstantTime(() =>
      runMutation(context, { action: 'requestPasswordReset', input: {}, reload }, async (database) => {
        await requestReset(database, context.caller, context, email);
        return { value: null };
      }),
    );
  });
