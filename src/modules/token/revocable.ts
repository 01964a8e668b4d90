/**
 * Tokens as revocation sees them: a refresh token that was rotated, has expired or was removed by retention can still be used to end its family
 * while the family lives.
 */
import type { Token } from './entity';

export interface RevocableToken extends Token {
  /** For a refresh token: whether its family is live, and the receipt of what ended the family. */
  familyIsLive: boolean;
  familyRevocationId: string | null;
}

/** Whether nothing is left to end. */
export const hasEnded = ({ kind, status, revocationId, familyIsLive: lives }: RevocableToken): boolean =>
  kind === 'REFRESH' ? !lives : status !== 'ACTIVE' && revocationId !== null;

/** The receipt of what ended the token or its family. */
export const receiptOf = ({ kind, revocationId, familyRevocationId }: RevocableToken): string | null =>
  (kind === 'REFRESH' ? familyRevocationId : null) ?? revocationId;
