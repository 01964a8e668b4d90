/** The mutations that end sessions. */
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { derivedFrom, fromSession, fromSessionsOf } from '../derived';
import { principalFor } from '../../core/authority/object-permissions';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsersAndRead, revoke } from '../../core/revocation/engine';
import { earlierReceipt } from '../../core/revocation/find';
import { readSetting } from '../../core/setting/settings';
import { findUser, issuedInCurrentEpoch, type User } from '../user';
import { type BulkDefinition, endMany, lockOwners, type OperationResult } from '../../core/mutation/many';
import { endSessionOfLocked, endSessions } from './endings';
import type { Session } from './entity';
import type { RevokeAllSessionsInput, RevokeSessionInput, RevokeSessionsInput } from './inputs';
import type { SessionFilter } from './list';
import { sessionLiveness, sessionList } from './list-repository';
import { sessions } from './repository';
import { mayRevokeAllSessions, mayRevokeSession } from './policy';
import { endEpoch, keepSession } from '../../core/revocation/epochs';

export const revokeSession = (context: Context, input: RevokeSessionInput): Promise<MutationResult<Session>> =>
  runMutation(
    context,
    { action: 'revokeSession', input, reload: (database, id) => sessions(database).findById(id) },
    async (database) => {
      const id = decodeId('Session', input.sessionId);
      const found = await sessions(database).findById(id);
      if (!found) throw notFound('session', 'sessionId');
      enforce(mayRevokeSession(await principalFor(database, context.principal, found.userId), found));
      const about = { roots: fromSession(found.id), userIds: [found.userId] };
      const derived = await derivedFrom(database, context, input, about);
      const [session, principal, removesTokens] = await lockUsersAndRead(database, [found.userId], () =>
        Promise.all([
          sessions(database).findById(id),
          principalFor(database, context.principal, found.userId),
          input.removeTokens ?? readSetting(database, 'sessions.revokeTokens'),
        ]),
      );
      if (!session) throw notFound('session', 'sessionId');
      enforce(mayRevokeSession(principal, session));
      if (session.status !== 'ACTIVE' && session.revocationId && (derived?.isEmpty ?? true))
        return {
          subjectId: session.id,
          value: session,
          revocation: await earlierReceipt(database, session.revocationId),
        };
      const current = context.principal.sessionId === session.id;
      const revocation = await endSessionOfLocked(database, context.caller, {
        action: 'revokeSession',
        sessionId: session.id,
        userId: session.userId,
        removeTokens: derived !== null || removesTokens,
        additional: derived && (await derived.additional(input.reason ?? null)),
        impersonated: session.impersonatorId !== null,
        endReason: current ? (session.impersonatorId ? 'IMPERSONATION_ENDED' : 'LOGOUT') : 'REVOKED',
        reason: input.reason ?? null,
        dryRun: input.dryRun ?? false,
      });
      return { subjectId: session.id, value: sessions(database).findById(session.id), revocation };
    },
  );

const SESSIONS: BulkDefinition<Session, SessionFilter> = {
  type: 'Session',
  what: 'session',
  field: 'sessionIds',
  permission: 'sessions:revoke',
  list: sessionList,
  live: sessionLiveness.live,
  may: mayRevokeSession,
  hasEnded: ({ status, revocationId }) => status !== 'ACTIVE' && revocationId !== null,
  lock: lockOwners,
};

export const revokeSessions = (
  context: Context,
  input: RevokeSessionsInput,
): Promise<MutationResult<OperationResult[]>> =>
  endMany(context, SESSIONS, 'revokeSessions', input.sessionIds, input, async (database, chosen) =>
    endSessions(database, context.caller, {
      action: 'revokeSessions',
      sessions: chosen,
      currentId: context.principal.sessionId,
      removeTokens: input.removeTokens ?? (await readSetting(database, 'sessions.revokeTokens')),
      reason: input.reason ?? null,
      dryRun: input.dryRun ?? false,
    }),
  );

export const revokeAllSessions = (context: Context, input: RevokeAllSessionsInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'revokeAllSessions', input, reload: findUser }, async (database) => {
    const { principal } = context;
    const id = decodeId('User', input.userId);
    if (!id) throw notFound('user', 'userId');
    const current = input.exceptCurrent && principal.userId === id ? principal.sessionId : null;
    enforce(mayRevokeAllSessions(await principalFor(database, principal, id), id));
    const roots = fromSessionsOf(id, current);
    const derived = await derivedFrom(database, context, input, {
      ...{ roots, userIds: [id], except: current ? [current] : [] },
    });
    const [user, now] = await lockUsersAndRead(database, [id], () =>
      Promise.all([findUser(database, id), principalFor(database, principal, id)]),
    );
    enforce(mayRevokeAllSessions(now, id));
    if (!user) throw notFound('user', 'userId');
    checkVersion(user, input.ifVersion);
    const revocation = await revoke(database, context.caller, {
      action: 'revokeAllSessions',
      target: { type: 'User', id },
      userId: id,
      reason: input.reason ?? null,
      selections: issuedInCurrentEpoch([id], current),
      additional: derived && (await derived.additional(input.reason ?? null)),
      dryRun: input.dryRun ?? false,
      events: [{ type: 'SESSIONS_REVOKED', userId: id, details: { exceptCurrent: current !== null } }],
      end: async (revocationId) => {
        await endEpoch(database, 'users', [id], 'ALL_SESSIONS_REVOKED', revocationId);
        if (current) await keepSession(database, id, current);
      },
    });
    return { subjectId: id, value: findUser(database, id), revocation };
  });
