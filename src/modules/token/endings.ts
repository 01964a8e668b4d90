/** Ends access and API tokens alone, and refresh tokens with their whole family: for `revokeToken`, `revokeTokens`, RFC 7009, and reuse. */
import type { Database } from '../../database/database';
import type { EndReason, EventType, TokenKind } from '../../schema/enums';
import type { Caller, NewEvent } from '../../core/event/record';
import { type Also, type Ending, lockUsers, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { tokenFamilies } from './family-repository';
import { tokens } from './repository';

interface Asked {
  action: string;
  reason?: string | null;
  dryRun?: boolean;
  also?: Also | null;
}

export interface EndingToken {
  id: string;
  kind: TokenKind;
  userId: string | null;
  familyId: string | null;
  applicationId: string;
  sessionId: string | null;
}

/** What ends with tokens: those that are alone, and families whole. */
interface Ends {
  alone: string[];
  families: string[];
  familyReason?: EndReason;
}

const familyOf = ({ kind, familyId }: EndingToken): string | null => (kind === 'REFRESH' ? familyId : null);

const endsOf = (tokens: EndingToken[]): Ends => ({
  alone: tokens.filter((token) => !familyOf(token)).map(({ id }) => id),
  families: [...new Set(tokens.flatMap((token) => familyOf(token) ?? []))],
});

const carryOut = (
  database: Database,
  caller: Caller,
  ending: Asked & Pick<Ending, 'target' | 'userId' | 'events'>,
  { alone, families, familyReason = 'REFRESH_TOKEN_REVOKED' }: Ends,
): Promise<Receipt> => {
  const ofFamilies = [
    { kind: 'token', column: 'family_id', values: families },
    { kind: 'accessGrant', column: 'family_id', values: families },
  ] satisfies Selection[];
  return revoke(database, caller, {
    ...ending,
    reason: ending.reason ?? null,
    dryRun: ending.dryRun ?? false,
    selections: [
      ...(alone.length > 0 ? [{ kind: 'token', column: 'id', values: alone } satisfies Selection] : []),
      ...(families.length > 0 ? ofFamilies : []),
    ],
    end: async (revocationId) => {
      if (alone.length > 0) await tokens(database).end(alone, { reason: 'REVOKED', revocationId });
      if (families.length > 0) await tokenFamilies(database).end(families, { reason: familyReason, revocationId });
    },
  });
};

/** One a family, however many of its tokens were named. */
const eventsOf = (tokens: EndingToken[]): NewEvent[] => [
  ...new Map(tokens.map((token) => [familyOf(token) ?? token.id, eventOf(token)])).values(),
];

const eventOf = ({ kind, userId, applicationId, sessionId }: EndingToken): NewEvent => ({
  type: 'TOKEN_REVOKED',
  userId,
  applicationId,
  sessionId,
  details: { kind },
});

export const endToken = async (
  database: Database,
  caller: Caller,
  { token, ...asked }: Asked & { token: EndingToken },
): Promise<Receipt> => {
  if (token.userId) await lockUsers(database, [token.userId]);
  const target = { type: 'Token', id: token.id } as const;
  return carryOut(
    database,
    caller,
    { ...asked, target, userId: token.userId, events: [eventOf(token)] },
    endsOf([token]),
  );
};

/** Many in one receipt, of users whose rows the caller has locked. */
export const endTokens = (
  database: Database,
  caller: Caller,
  { tokens, ...asked }: Asked & { tokens: EndingToken[] },
): Promise<Receipt> =>
  carryOut(
    database,
    caller,
    { ...asked, target: null, userId: ownerOf(tokens), events: eventsOf(tokens) },
    endsOf(tokens),
  );

export interface FamilyEnding extends Asked {
  target: { type: 'Token' | 'AccessGrant'; id: string };
  family: { id: string; userId: string; applicationId: string; sessionId: string | null };
  endReason: EndReason;
  eventType: EventType;
}

/**
 * Ends a family of which something was used twice. The caller holds a lock on the user's row. It does not take the exclusive one itself, since
 * reuse is found by requests that hold the shared one, and two of those waiting to exchange it would deadlock.
 */
export const endFamily = (
  database: Database,
  caller: Caller,
  { family, endReason, eventType, ...asked }: FamilyEnding,
): Promise<Receipt> => {
  const { userId, applicationId, sessionId } = family;
  const events = [{ type: eventType, userId, applicationId, sessionId, details: { kind: 'REFRESH' } }];
  const ends = { alone: [], families: [family.id], familyReason: endReason };
  return carryOut(database, caller, { ...asked, userId, events }, ends);
};
