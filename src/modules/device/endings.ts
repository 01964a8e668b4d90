/** Ends links of users to devices: for disconnecting, and for deleting a device or an application. */
import type { Database } from '../../database/database';
import type { EndReason } from '../../schema/enums';
import type { Caller } from '../../core/event/record';
import { confirmationsOn, endAuthenticators } from '../mobile/endings';
import { type Ending, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { forgetPush, pushOf } from '../push/endings';

/** Everything that hangs on links of users to devices. */
export const hangingOn = (linkIds: string[]): Selection[] =>
  linkIds.length === 0
    ? []
    : [
        { kind: 'deviceLink', column: 'id', values: linkIds },
        { kind: 'session', column: 'device_link_id', values: linkIds },
        { kind: 'token', column: 'device_link_id', values: linkIds },
        { kind: 'accessGrant', column: 'device_link_id', values: linkIds },
        pushOf(linkIds),
        { kind: 'authenticator', column: 'device_link_id', values: linkIds },
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
  await forgetPush(database, linkIds);
  await endAuthenticators(database, 'device_link_id', linkIds, reason, revocationId);
};

/** One user leaves one device, in a receipt. The caller has locked the user's row. */
export const endDeviceLink = async (
  database: Database,
  caller: Caller,
  {
    link,
    ...asked
  }: Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & {
    link: { id: string; userId: string; deviceId: string };
  },
): Promise<Receipt> => {
  const { id, userId, deviceId } = link;
  return revoke(database, caller, {
    ...asked,
    userId,
    selections: hangingOn([id]),
    events: [...(await confirmationsOn(database, [id])), { type: 'DEVICE_DISCONNECTED', userId, deviceId }],
    end: (revocationId) => endLinks(database, [id], 'DEVICE_DISCONNECTED', revocationId),
  });
};
