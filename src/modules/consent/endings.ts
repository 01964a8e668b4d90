/** Ends consents with what rests on them: for `revokeConsent` and `revokeConsents`. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { type Ending, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { readSetting } from '../../core/setting/settings';

export interface EndingConsent {
  id: string;
  userId: string;
  applicationId: string;
}

/** In one receipt, of users whose rows the caller has locked. */
export const endConsents = async (
  database: Database,
  caller: Caller,
  { consents, ...asked }: Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & { consents: EndingConsent[] },
): Promise<Receipt> => {
  const cascade = await readSetting(database, 'consents.revokeCascade');
  const values = consents.map(({ id }) => id);
  const restingOn: Selection[] = [
    { kind: 'token', column: 'consent_id', values },
    { kind: 'accessGrant', column: 'consent_id', values },
  ];
  return revoke(database, caller, {
    ...asked,
    userId: ownerOf(consents),
    selections: [{ kind: 'consent', column: 'id', values }, ...(cascade ? restingOn : [])],
    events: consents.map(({ userId, applicationId }) => ({
      type: 'CONSENT_REVOKED',
      userId,
      applicationId,
      details: { cascade },
    })),
    end: async (revocationId) =>
      void (await database.execute(
        `update consents set revoked_at = now(), end_reason = 'CONSENT_REVOKED', revocation_id = $2, tokens_ended_at = case when $3 then now() end
         where id = any($1::uuid[])`,
        [values, revocationId, cascade],
      )),
  });
};
