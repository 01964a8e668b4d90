/** Ends links of users to devices: for disconnecting, and for deleting a device or an application. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { type Dependent, endCarriers, eventsOn, selectionsOn } from '../../core/revocation/dependents';
import { type Ending, revoke, type Receipt } from '../../core/revocation/engine';

/** The link goes; it is kept, unseen, as the cause of death of what hung on it. */
export const linkEnding: Dependent = {
  selections: (linkIds) => [{ kind: 'deviceLink', column: 'id', values: linkIds }],
  end: (database, linkIds, { reason, revocationId }) =>
    database.execute(
      'update device_links set ended_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and ended_at is null',
      [linkIds, reason, revocationId],
    ),
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
    selections: selectionsOn('deviceLink', [id]),
    events: [...(await eventsOn(database, 'deviceLink', [id])), { type: 'DEVICE_DISCONNECTED', userId, deviceId }],
    end: (revocationId) => endCarriers(database, 'deviceLink', [id], { reason: 'DEVICE_DISCONNECTED', revocationId }),
  });
};
