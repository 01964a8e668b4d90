/** Ends one session, and by default what it issued: for `revokeSession` and for the provider's sign-out. */
import type { Database } from '../../database/database';
import type { EndReason } from '../../schema/enums';
import type { Caller } from '../event/record';
import { lockUsers, revoke, type Receipt } from '../revocation/engine';
import type { Selection } from '../revocation/selection';

export interface SessionEnding {
  action: string;
  sessionId: string;
  userId: string;
  removeTokens: boolean;
  endReason: EndReason;
  reason?: string | null;
  dryRun?: boolean;
}

export const endSession = async (database: Database, caller: Caller, ending: SessionEnding): Promise<Receipt> => {
  const { sessionId, userId, removeTokens, endReason } = ending;
  await lockUsers(database, [userId]);
  const selections: Selection[] = [{ kind: 'session', column: 'id', values: [sessionId] }];
  if (removeTokens)
    selections.push(
      { kind: 'token', column: 'session_id', values: [sessionId] },
      { kind: 'accessGrant', column: 'session_id', values: [sessionId] },
    );
  return revoke(database, caller, {
    action: ending.action,
    target: { type: 'Session', id: sessionId },
    userId,
    reason: ending.reason ?? null,
    selections,
    dryRun: ending.dryRun ?? false,
    events: [
      { type: endReason === 'LOGOUT' ? 'SIGN_OUT' : 'SESSION_REVOKED', userId, sessionId, details: { removeTokens } },
    ],
    end: async (revocationId) =>
      void (await database.execute(
        `update sessions set ended_at = now(), end_reason = $2, revocation_id = $3, tokens_ended_at = case when $4 then now() end
         where id = $1 and ended_at is null`,
        [sessionId, endReason, revocationId, removeTokens],
      )),
  });
};
