/** Ends authenticators, and with them what the device could confirm. The caller has locked the user's row. */
import type { Database } from '../../database/database';
import type { EndReason } from '../../schema/enums';

/** By their own ids, or by the links of users to devices that they hang on. */
export const endAuthenticators = async (
  database: Database,
  column: 'id' | 'device_link_id',
  ids: string[],
  reason: EndReason,
  revocationId: string,
): Promise<void> => {
  await database.execute(
    `update authenticators set ended_at = now(), end_reason = $2, revocation_id = $3 where ${column} = any($1::uuid[]) and ended_at is null`,
    [ids, reason, revocationId],
  );
};
