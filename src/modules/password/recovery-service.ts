/** Recovery links for lost passwords: created or mailed by an administrator, or requested by email address. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { inConstantTime } from '../../platform/constant-time';
import { enforce, type Refusal } from '../../schema/errors';
import { creatorOf } from '../../core/authority/creator';
import { recordDerived } from '../../core/derived/record';
import { countRecentEvents, recordEvents } from '../../core/event/record';
import { hasAskedForRecovery, LINK_MINUTES, createLinkSecret, newLink } from '../../core/link/link';
import type { LockAndRead } from '../../core/mutation/administrators';
import { runMutation, type MutationResult, asMutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsersAndRead } from '../../core/revocation/engine';
import { requirePermissionsOfUser } from '../../core/authority/rights';
import { rateLimited } from '../../core/throttle/throttle';
import { requireDestination } from '../application';
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
    await requirePermissionsOfUser(database, context.principal, user.id);
    const creator = creatorOf(context.principal);
    const id = await newLink(database, { userId: user.id, purpose: 'RECOVERY', emailKey: null, creator });
    await recordDerived(database, context.caller, [{ kind: 'RECOVERY_LINK', id, userId: user.id }]);
    const secret = (await createLinkSecret(database, id))!;
    await recordEvents(database, context.caller, [
      { type: 'RECOVERY_LINK_CREATED', userId: user.id, reason: input.reason ?? null },
    ]);
    const expiresAt = new Date(context.clock.now().getTime() + LINK_MINUTES * 60_000);
    return { subjectId: user.id, value: { user, link: recoveryUrl(context.publicUrl, secret), expiresAt } };
  });

const HOUR = 3_600;
const MAX_PER_HOUR = 5;

/**
 * Limits how often a user gets a mail, counted over all callers. Only mails that were sent count, so that dry runs and refused calls do not use up
 * the limit. The caller has locked the user's row.
 */
const mayMailAgain = async (database: Database, userId: string): Promise<Refusal | null> => {
  const mailed = await countRecentEvents(database, { userId, type: 'RECOVERY_LINK_MAILED', seconds: HOUR });
  return mailed < MAX_PER_HOUR ? null : rateLimited(HOUR);
};

export const emailRecoveryLink = (context: Context, input: EmailRecoveryLinkInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'emailRecoveryLink', input, reload: findUser }, async (database) => {
    // The mail reaches only the owner, who could request it themselves, so no right over the account is required.
    const lock: LockAndRead = (tx, ids, read) => lockUsersAndRead(tx, ids, read, { actsOn: false });
    const user = await requireUser(database, context, 'users:setPassword', input.userId, lock);
    checkVersion(user, input.ifVersion);
    enforce(mayMailRecovery(context, user));
    // The user has already requested a link that still works and may be using it now: keep it and send no other.
    if (await hasAskedForRecovery(database, user.id)) return { subjectId: user.id, value: user };
    enforce(await mayMailAgain(database, user.id));
    await mailRecoveryLink(database, context.caller, user, { creator: creatorOf(context.principal) });
    await recordEvents(database, context.caller, [
      { type: 'RECOVERY_LINK_MAILED', userId: user.id, reason: input.reason ?? null },
    ]);
    return { subjectId: user.id, value: user };
  });

/** The response and its timing do not reveal whether the address is known. */
export const requestPasswordReset = (
  context: Context,
  { email, applicationId: publicId }: RequestPasswordResetInput,
): Promise<MutationResult<null>> =>
  asMutationResult(async () => {
    await checkResetRequest(context.database, context, { email, ip: context.caller.ip });
    const applicationId = publicId == null ? null : await requireDestination(context.database, publicId);
    const reload = async () => null;
    return inConstantTime(() =>
      runMutation(context, { action: 'requestPasswordReset', input: {}, reload }, async (database) => {
        await requestReset(database, context.caller, context, { email, applicationId });
        return { value: null };
      }),
    );
  });
