/** Ends consents and what was issued under them, for `revokeConsent` and `revokeConsents`. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { type Ending, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { consents } from './repository';

export interface EndingConsent {
  id: string;
  userId: string;
  applicationId: string;
}

/** Ends consents under one receipt. The caller has locked the rows of their users. */
export const endConsents = (
  database: Database,
  caller: Caller,
  {
    consents: ended,
    cascade,
    ...options
  }: Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & {
    consents: EndingConsent[];
    /** The setting `consents.revokeCascade`. */
    cascade: boolean;
  },
): Promise<Receipt> => {
  const values = ended.map(({ id }) => id);
  const issuedUnder: Selection[] = [
    { kind: 'token', column: 'consent_id', values },
    { kind: 'accessGrant', column: 'consent_id', values },
  ];
  return revoke(database, caller, {
    ...options,
    userId: ownerOf(ended),
    selections: [{ kind: 'consent', column: 'id', values }, ...(cascade ? issuedUnder : [])],
    events: ended.map(({ userId, applicationId }) => ({
      type: 'CONSENT_REVOKED',
      userId,
      applicationId,
      details: { cascade },
    })),
    end: (revocationId) => consents(database).end(values, { reason: 'CONSENT_REVOKED', revocationId }, cascade),
  });
};
