/**
 * Tokens as revocation finds them by id: a refresh token that was rotated, has expired or was removed by retention is still good for ending
 * its family while that lives.
 */
import type { Token } from './entity';

export interface RevocableToken extends Token {
  /** Of a refresh token: whether its family is live, and the receipt that ended it. */
  familyLives: boolean;
  familyRevocationId: string | null;
}

/** Whether nothing is left to be ended. */
export const isOver = ({ kind, status, revocationId, familyLives: lives }: RevocableToken): boolean =>
  kind === 'REFRESH' ? !lives : status !== 'ACTIVE' && revocationId !== null;

/** The receipt of what ended it, alone or with its family. */
export const endedBy = ({ kind, revocationId, familyRevocationId }: RevocableToken): string | null =>
  (kind === 'REFRESH' ? familyRevocationId : null) ?? revocationId;
