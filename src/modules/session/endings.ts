/** Ends sessions and, if requested, what they issued. Used by `revokeSession`, `revokeSessions` and the sign-out of the provider. */
import type { Database } from '../../database/database';
import type { EndReason, EventType } from '../../schema/enums';
import type { Caller } from '../../core/event/record';
import { type AdditionalEnding, lockUsers, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { sessions } from './repository';

interface Ending {
  action: string;
  removeTokens: boolean;
  reason?: string | null;
  dryRun?: boolean;
}

export interface SessionEnding extends Ending {
  sessionId: string;
  userId: string;
  /** Whether it is an impersonation: then everything that it issued ends too. */
  impersonated?: boolean;
  endReason: EndReason;
  additional?: AdditionalEnding | null;
  /** False if the impersonator ends it, which takes nothing from the user. */
  actsOn?: boolean;
}

export interface SessionsEnding extends Ending {
  sessions: { id: string; userId: string; impersonatorId?: string | null }[];
  /** The session of the request; ending it is a sign-out. */
  currentId: string | null;
  endReason?: EndReason;
}

const selectionsOf = (ids: string[], withTokens: string[]): Selection[] => [
  { kind: 'session', column: 'id', values: ids },
  ...(withTokens.length > 0
    ? ([
        { kind: 'token', column: 'session_id', values: withTokens },
        { kind: 'accessGrant', column: 'session_id', values: withTokens },
      ] as const)
    : []),
];

const EVENTS: Partial<Record<EndReason, EventType>> = {
  LOGOUT: 'SIGN_OUT',
  IMPERSONATION_ENDED: 'IMPERSONATION_ENDED',
};

export const endSession = async (database: Database, caller: Caller, ending: SessionEnding): Promise<Receipt> => {
  const { userId, actsOn = true } = ending;
  await lockUsers(database, [userId], { actsOn });
  return endSessionOfLocked(database, caller, ending);
};

/** The same, for a caller that has locked the user's row. */
export const endSessionOfLocked = (database: Database, caller: Caller, ending: SessionEnding): Promise<Receipt> => {
  const { sessionId, userId, impersonated = false, endReason } = ending;
  const removeTokens = ending.removeTokens || impersonated;
  return revoke(database, caller, {
    action: ending.action,
    target: { type: 'Session', id: sessionId },
    userId,
    reason: ending.reason ?? null,
    selections: selectionsOf([sessionId], removeTokens ? [sessionId] : []),
    dryRun: ending.dryRun ?? false,
    additional: ending.additional ?? null,
    events: [{ type: EVENTS[endReason] ?? 'SESSION_REVOKED', userId, sessionId, details: { removeTokens } }],
    end: (revocationId) => sessions(database).end([sessionId], { reason: endReason, revocationId }, removeTokens),
  });
};

/** Ends many sessions under one receipt. The caller has locked the rows of their users. */
export const endSessions = (database: Database, caller: Caller, ending: SessionsEnding): Promise<Receipt> => {
  const { sessions: ended, currentId, removeTokens } = ending;
  const ids = ended.map(({ id }) => id);
  return revoke(database, caller, {
    action: ending.action,
    target: null,
    userId: ownerOf(ended),
    reason: ending.reason ?? null,
    selections: selectionsOf(
      ids,
      ended.filter(({ impersonatorId }) => removeTokens || impersonatorId).map(({ id }) => id),
    ),
    dryRun: ending.dryRun ?? false,
    events: ended.map(({ id, userId }) => ({
      type: id === currentId ? 'SIGN_OUT' : 'SESSION_REVOKED',
      userId,
      sessionId: id,
      details: { removeTokens, ...(ending.endReason ? { cause: ending.endReason } : {}) },
    })),
    end: async (revocationId) => {
      if (currentId && ids.includes(currentId))
        await sessions(database).end([currentId], { reason: 'LOGOUT', revocationId }, removeTokens);
      await sessions(database).end(ids, { reason: ending.endReason ?? 'REVOKED', revocationId }, removeTokens);
    },
  });
};
