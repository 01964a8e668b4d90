/** Ends access tokens and API tokens individually, and refresh tokens with their family. Used by the mutations, the revocation endpoint (RFC 7009) and reuse detection. */
import type { Database } from '../../database/database';
import type { EndReason, EventType, TokenKind } from '../../schema/enums';
import type { Caller, NewEvent } from '../../core/event/record';
import {
  type AdditionalEnding,
  type Ending,
  lockUsers,
  ownerOf,
  revoke,
  type Receipt,
} from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { tokenFamilies } from './family-repository';
import { tokens } from './repository';

interface EndingOptions {
  action: string;
  reason?: string | null;
  dryRun?: boolean;
  additional?: AdditionalEnding | null;
}

export interface EndingToken {
  id: string;
  kind: TokenKind;
  userId: string | null;
  familyId: string | null;
  applicationId: string;
  sessionId: string | null;
}

/** What to end: individual tokens and whole families. */
interface Targets {
  individual: string[];
  families: string[];
  familyReason?: EndReason;
}

const familyOf = ({ kind, familyId }: EndingToken): string | null => (kind === 'REFRESH' ? familyId : null);

const targetsOf = (tokens: EndingToken[]): Targets => ({
  individual: tokens.filter((token) => !familyOf(token)).map(({ id }) => id),
  families: [...new Set(tokens.flatMap((token) => familyOf(token) ?? []))],
});

const endTargets = (
  database: Database,
  caller: Caller,
  ending: EndingOptions & Pick<Ending, 'target' | 'userId' | 'events'>,
  { individual, families, familyReason = 'REFRESH_TOKEN_REVOKED' }: Targets,
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
      ...(individual.length > 0 ? [{ kind: 'token', column: 'id', values: individual } satisfies Selection] : []),
      ...(families.length > 0 ? ofFamilies : []),
    ],
    end: async (revocationId) => {
      if (individual.length > 0) await tokens(database).end(individual, { reason: 'REVOKED', revocationId });
      if (families.length > 0) await tokenFamilies(database).end(families, { reason: familyReason, revocationId });
    },
  });
};

/** One event per family, however many of its tokens were selected. */
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
  { token, ...options }: EndingOptions & { token: EndingToken },
): Promise<Receipt> => {
  if (token.userId) await lockUsers(database, [token.userId]);
  const target = { type: 'Token', id: token.id } as const;
  return endTargets(
    database,
    caller,
    { ...options, target, userId: token.userId, events: [eventOf(token)] },
    targetsOf([token]),
  );
};

/** Ends many tokens under one receipt. The caller has locked the rows of their users. */
export const endTokens = (
  database: Database,
  caller: Caller,
  { tokens, ...options }: EndingOptions & { tokens: EndingToken[] },
): Promise<Receipt> =>
  endTargets(
    database,
    caller,
    { ...options, target: null, userId: ownerOf(tokens), events: eventsOf(tokens) },
    targetsOf(tokens),
  );

export interface FamilyEnding extends EndingOptions {
  target: { type: 'Token' | 'AccessGrant'; id: string };
  family: { id: string; userId: string; applicationId: string; sessionId: string | null };
  endReason: EndReason;
  eventType: EventType;
}

/**
 * Ends a family after one of its tokens or its code was reused. The caller holds a lock on the user's row. This function does not take the
 * exclusive lock: requests that detect reuse hold the shared one, and two of them upgrading it would deadlock.
 */
export const endFamily = (
  database: Database,
  caller: Caller,
  { family, endReason, eventType, ...options }: FamilyEnding,
): Promise<Receipt> => {
  const { userId, applicationId, sessionId } = family;
  const events = [{ type: eventType, userId, applicationId, sessionId, details: { kind: 'REFRESH' } }];
  const targets = { individual: [], families: [family.id], familyReason: endReason };
  return endTargets(database, caller, { ...options, userId, events }, targets);
};
