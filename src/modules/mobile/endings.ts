/** Ends authenticators, and with them what the device could confirm. The caller has locked the user's row. */
import type { Database } from '../../database/database';
import type { EndReason } from '../../schema/enums';
import type { NewEvent } from '../../core/event/record';

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

/** What is reported of users who can confirm sign-ins on devices, where their links to these end. */
export const confirmationsOn = async (database: Database, linkIds: string[]): Promise<NewEvent[]> =>
  linkIds.length === 0
    ? []
    : (
        await database.query<{ userId: string; deviceId: string }>(
          `select user_id as "userId", device_id as "deviceId" from device_links
           where id = any($1::uuid[]) and ended_at is null and mobile_enrolled_at is not null order by id`,
          [linkIds],
        )
      ).map((about) => ({ type: 'MOBILE_AUTHENTICATION_REVOKED', ...about }));
