/** Ends an access or API token alone, or a refresh token with its whole family: for `revokeToken`, RFC 7009, and reuse. */
import type { Database } from '../../database/database';
import type { EndReason, EventType, TokenKind } from '../../schema/enums';
import type { Caller } from '../event/record';
import { lockUsers, revoke, type Receipt } from '../revocation/engine';

export interface TokenEnding {
  action: string;
  token: {
    id: string;
    kind: TokenKind;
    userId: string | null;
    familyId: string | null;
    applicationId: string;
    sessionId: string | null;
  };
  endReason?: EndReason;
  eventType?: EventType;
  reason?: string | null;
  dryRun?: boolean;
}

export const endToken = async (database: Database, caller: Caller, ending: TokenEnding): Promise<Receipt> => {
  const { token } = ending;
  if (token.userId) await lockUsers(database, [token.userId]);
  if (token.kind === 'REFRESH' && token.familyId)
    return endFamily(database, caller, {
      ...ending,
      target: { type: 'Token', id: token.id },
      family: { ...token, id: token.familyId, userId: token.userId! },
    });
  return revoke(database, caller, {
    action: ending.action,
    target: { type: 'Token', id: token.id },
    userId: token.userId,
    reason: ending.reason ?? null,
    selections: [{ kind: 'token', column: 'id', values: [token.id] }],
    dryRun: ending.dryRun ?? false,
    events: [
      {
        type: 'TOKEN_REVOKED',
        userId: token.userId,
        applicationId: token.applicationId,
        sessionId: token.sessionId,
        details: { kind: token.kind },
      },
    ],
    end: async (revocationId) =>
      void (await database.execute(
        `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3 where id = $1 and revoked_at is null`,
        [token.id, ending.endReason ?? 'REVOKED', revocationId],
      )),
  });
};

export interface FamilyEnding {
  action: string;
  target: { type: 'Token' | 'AccessGrant'; id: string };
  family: { id: string; userId: string; applicationId: string; sessionId: string | null };
  endReason?: EndReason;
  eventType?: EventType;
  reason?: string | null;
  dryRun?: boolean;
}

/**
 * Ends a refresh token's family: every token and code of one authorization. The caller holds a lock on the user's row. It does not take the
 * exclusive one itself, since reuse is found by requests that hold the shared one, and two of those waiting to exchange it would deadlock.
 */
export const endFamily = (database: Database, caller: Caller, ending: FamilyEnding): Promise<Receipt> => {
  const { family } = ending;
  return revoke(database, caller, {
    action: ending.action,
    target: ending.target,
    userId: family.userId,
    reason: ending.reason ?? null,
    selections: [
      { kind: 'token', column: 'family_id', values: [family.id] },
      { kind: 'accessGrant', column: 'family_id', values: [family.id] },
    ],
    dryRun: ending.dryRun ?? false,
    events: [
      {
        type: ending.eventType ?? 'TOKEN_REVOKED',
        userId: family.userId,
        applicationId: family.applicationId,
        sessionId: family.sessionId,
        details: { kind: 'REFRESH' },
      },
    ],
    end: async (revocationId) =>
      void (await database.execute(
        'update token_families set ended_at = now(), end_reason = $2, revocation_id = $3 where id = $1 and ended_at is null',
        [family.id, ending.endReason ?? 'REFRESH_TOKEN_REVOKED', revocationId],
      )),
  });
};
