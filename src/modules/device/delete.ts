/** Deletes devices in one receipt: every user leaves, and the client credentials go. For the mutations on one and on many. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { endCarriers, eventsOn, selectionsOn } from '../../core/revocation/dependents';
import { Restart } from '../../core/mutation/run';
import { type Ending, lockUsers, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Device } from './entity';

export interface Link {
  id: string;
  userId: string;
  deviceId: string;
}

const linksOf = (database: Database, deviceIds: string[]): Promise<Link[]> =>
  database.query<Link>(
    `select id, user_id as "userId", device_id as "deviceId" from device_links
     where device_id = any($1::uuid[]) and ended_at is null order by user_id`,
    [deviceIds],
  );

/** Locks the users of the devices, then the devices: whoever wants to connect from here on waits. Returns the links that there are. */
export const lockDevices = async (
  database: Database,
  deviceIds: string[],
  about?: { actsOn: boolean },
): Promise<Link[]> => {
  const before = new Set((await linksOf(database, deviceIds)).map(({ userId }) => userId));
  await lockUsers(database, [...before], about);
  await database.query('select id from devices where id = any($1::uuid[]) order by id for update', [deviceIds]);
  const links = await linksOf(database, deviceIds);
  if (links.some(({ userId }) => !before.has(userId))) throw new Restart();
  return links;
};

export type DevicesEnding = Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & {
  devices: Device[];
  links: Link[];
};

export const deleteDevices = async (
  database: Database,
  caller: Caller,
  { devices, links, ...asked }: DevicesEnding,
): Promise<Receipt> => {
  const deviceIds = devices.map(({ id }) => id);
  const linkIds = links.map(({ id }) => id);
  return revoke(database, caller, {
    ...asked,
    userId: links.length > 0 ? ownerOf(links) : null,
    // A device's own client credentials tokens hang on no link.
    selections: [
      { kind: 'device', column: 'id', values: deviceIds, vanishes: true },
      ...selectionsOn('deviceLink', linkIds).filter(({ kind }) => kind !== 'token'),
      { kind: 'token', column: 'device_id', values: deviceIds },
    ],
    events: [
      ...(await eventsOn(database, 'deviceLink', linkIds)),
      ...links.map(({ userId, deviceId }) => ({ type: 'DEVICE_DISCONNECTED' as const, userId, deviceId })),
      ...devices.map(({ id, applicationId, name }) => ({
        type: 'DEVICE_DELETED' as const,
        deviceId: id,
        applicationId,
        details: { name },
      })),
    ],
    end: async (revocationId) => {
      await endCarriers(database, 'deviceLink', linkIds, { reason: 'DEVICE_DELETED', revocationId });
      await database.execute(
        `insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id)
         select id, 0, now(), 'DEVICE_DELETED', $2 from unnest($1::uuid[]) as d (id)`,
        [deviceIds, revocationId],
      );
      await database.execute('delete from devices where id = any($1::uuid[])', [deviceIds]);
    },
  });
};
