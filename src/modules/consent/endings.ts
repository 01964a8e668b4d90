/** Ends consents with what rests on them: for `revokeConsent` and `revokeConsents`. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { type Ending, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { readSetting } from '../../core/setting/settings';
import { consents } from './repository';

export interface EndingConsent {
  id: string;
  userId: string;
  applicationId: string;
}

/** In one receipt, of users whose rows the caller has locked. */
export const endConsents = async (
  database: Database,
  caller: Caller,
  {
    consents: ended,
    ...asked
  }: Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & { consents: EndingConsent[] },
): Promise<Receipt> => {
  const cascade = await readSetting(database, 'consents.revokeCascade');
  const values = ended.map(({ id }) => id);
  const restingOn: Selection[] = [
    { kind: 'token', column: 'consent_id', values },
    { kind: 'accessGrant', column: 'consent_id', values },
  ];
  return revoke(database, caller, {
    ...asked,
    userId: ownerOf(ended),
    selections: [{ kind: 'consent', column: 'id', values }, ...(cascade ? restingOn : [])],
    events: ended.map(({ userId, applicationId }) => ({
      type: 'CONSENT_REVOKED',
      userId,
      applicationId,
      details: { cascade },
    })),
    end: (revocationId) => consents(database).end(values, { reason: 'CONSENT_REVOKED', revocationId }, cascade),
  });
};
