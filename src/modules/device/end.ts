/** Ends links of users to devices: for disconnecting, and for deleting a device or an application. */
import type { Database } from '../../database/database';
import type { EndReason } from '../../schema/enums';
import type { Selection } from '../revocation/selection';

/** Everything that hangs on links of users to devices. */
export const hangingOn = (linkIds: string[]): Selection[] =>
  linkIds.length === 0
    ? []
    : [
        { kind: 'deviceLink', column: 'id', values: linkIds },
        { kind: 'session', column: 'device_link_id', values: linkIds },
        { kind: 'token', column: 'device_link_id', values: linkIds },
        { kind: 'accessGrant', column: 'device_link_id', values: linkIds },
      ];

/** The link goes; it is kept, unseen, as the cause of death of what hung on it. */
export const endLinks = async (
  database: Database,
  linkIds: string[],
  reason: EndReason,
  revocationId: string,
): Promise<void> => {
  await database.execute(
    'update device_links set ended_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and ended_at is null',
    [linkIds, reason, revocationId],
  );
};
