/** The mutations that start and end impersonations. Starting one creates a short session of the user that is marked as an impersonation. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { enforce, invalidInput, notFound, notFoundWithoutPermission, Refusal } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers } from '../../core/revocation/engine';
import { earlierReceipt } from '../../core/revocation/find';
import { requirePermissionsOfUser } from '../../core/authority/rights';
import { type Session, sessions } from '../session';
import { policyDataIn, findUser } from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { may } from '../../core/authority/principal';
import { beginImpersonation, impersonationUrl } from './impersonated-session';
import { endImpersonationOf } from './endings';
import type { EndImpersonationInput, ImpersonateUserInput } from './inputs';
import { mayEndImpersonation, mayImpersonateUser } from './policy';

export interface StartedImpersonation {
  session: Session;
  signInUrl: string | null;
}

const withoutUrl = async (database: Database, id: string | null): Promise<StartedImpersonation | null> => {
  const session = await sessions(database).findById(id);
  return session && { session, signInUrl: null };
};

export const impersonateUser = (
  context: Context,
  input: ImpersonateUserInput,
): Promise<MutationResult<StartedImpersonation>> =>
  runMutation(context, { action: 'impersonateUser', input, reload: withoutUrl }, async (database) => {
    const { principal } = context;
    const userId = decodeId('User', input.userId);
    if (!userId) throw notFound('user', 'userId');
    await lockUsers(database, [userId]);
    const user = await findUser(database, userId);
    if (!user) throw notFound('user', 'userId');
    const caller = await principalFor(database, principal, userId);
    if (!may(caller, 'users:impersonate')) throw notFoundWithoutPermission('user', 'userId', 'users:impersonate');
    checkVersion(user, input.ifVersion);
    enforce(await mayImpersonateUser(caller, user, policyDataIn(database)));
    await requirePermissionsOfUser(database, principal, userId);
    const reason = input.reason?.trim();
    if (!reason) throw invalidInput('reason', '`reason` is required: say why you need to impersonate this user.');
    const { id, secret, expiresAt } = await beginImpersonation(database, { userId, impersonatorId: principal.userId! });
    await recordDerived(database, context.caller, [{ kind: 'SESSION', id, userId }]);
    await recordEvents(database, context.caller, [
      { type: 'IMPERSONATION_STARTED', userId, sessionId: id, reason, details: { expiresAt: expiresAt.toISOString() } },
    ]);
    const session = (await sessions(database).findById(id))!;
    return {
      subjectId: id,
      value: { session, signInUrl: input.dryRun ? null : impersonationUrl(context.publicUrl, secret) },
    };
  });

export const endImpersonation = (context: Context, input: EndImpersonationInput): Promise<MutationResult<Session>> =>
  runMutation(
    context,
    { action: 'endImpersonation', input, reload: (database, id) => sessions(database).findById(id) },
    async (database) => {
      const { principal } = context;
      const id = input.sessionId == null ? ownSession(context) : decodeId('Session', input.sessionId);
      const found = await sessions(database).findById(id);
      if (!found) throw notFound('session', 'sessionId');
      // Ending your own impersonation does not act on the user.
      const isOwn =
        found.impersonatorId !== null && found.impersonatorId === (principal.impersonatorId ?? principal.userId);
      await lockUsers(database, [found.userId], { actsOn: !isOwn });
      const session = await sessions(database).findById(id);
      if (!session) throw notFound('session', 'sessionId');
      enforce(mayEndImpersonation(await principalFor(database, principal, session.userId), session));
      if (session.status !== 'ACTIVE') {
        const revocation = await earlierReceipt(database, session.revocationId);
        return { subjectId: session.id, value: session, revocation };
      }
      const revocation = await endImpersonationOf(database, context.caller, session, {
        actsOn: !isOwn,
        reason: input.reason ?? null,
        dryRun: input.dryRun ?? false,
      });
      return { subjectId: session.id, value: (await sessions(database).findById(session.id))!, revocation };
    },
  );

const ownSession = ({ principal: { impersonatorId, sessionId } }: Context): string => {
  if (impersonatorId === null || sessionId === null)
    throw new Refusal('NOT_FOUND', 'You are not impersonating anyone. Specify the session with `sessionId`.', [
      'input',
      'sessionId',
    ]);
  return sessionId;
};
