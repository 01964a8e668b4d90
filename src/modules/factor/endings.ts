/** Ends second factors, and erases what could be used of them. The caller has locked the user's row. */
import type { Database } from '../../database/database';
import type { EndReason } from '../../schema/enums';
import { endAuthenticators } from '../mobile/endings';

const SECRETS = ['totp_secrets', 'recovery_codes', 'passkeys'];

export const endFactors = async (
  database: Database,
  ids: string[],
  reason: EndReason,
  revocationId: string,
): Promise<void> => {
  await endAuthenticators(database, 'id', ids, reason, revocationId);
  for (const table of SECRETS)
    await database.execute(`delete from ${table} where authenticator_id = any($1::uuid[])`, [ids]);
};
