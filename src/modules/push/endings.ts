/** Ends push: by itself, in a receipt, or along with what it hangs on. The address goes, and is free for another device. */
import type { Database } from '../../database/database';
import type { PushProvider } from '../../schema/enums';
import type { Caller } from '../../core/event/record';
import type { Dependent } from '../../core/revocation/dependents';
import { type Ending, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';

export interface Enrolled {
  id: string;
  userId: string;
  deviceId: string;
  deviceLinkId: string;
  provider: PushProvider;
}

export const ENROLLED = `p.id, p.user_id as "userId", p.device_id as "deviceId", p.device_link_id as "deviceLinkId", p.provider`;

/** Deleted, not marked: so it is always written out in the receipt. */
const pushOf = (linkIds: string[]): Selection => ({
  kind: 'pushEnrollment',
  column: 'device_link_id',
  values: linkIds,
  vanishes: true,
});

/** Forgets the addresses of these links. Within the end of whatever ends them. */
const forgetPush = async (database: Database, linkIds: string[]): Promise<void> => {
  await database.execute('delete from push_enrollments where device_link_id = any($1::uuid[])', [linkIds]);
  await database.execute(
    'update device_links set push_enrolled_at = null where id = any($1::uuid[]) and push_enrolled_at is not null',
    [linkIds],
  );
};

/** Push hangs on mobile authentication, and with it on the link. */
export const onLink: Dependent = { selections: (linkIds) => [pushOf(linkIds)], end: forgetPush };

/** The caller has locked the users' rows. */
export const endPush = (
  database: Database,
  caller: Caller,
  {
    enrolled,
    cause,
    ...asked
  }: Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & { enrolled: Enrolled[]; cause?: string },
): Promise<Receipt> => {
  const linkIds = enrolled.map(({ deviceLinkId }) => deviceLinkId);
  return revoke(database, caller, {
    ...asked,
    userId: ownerOf(enrolled),
    selections: [pushOf(linkIds)],
    events: enrolled.map(({ userId, deviceId, provider }) => ({
      type: 'PUSH_REVOKED',
      userId,
      deviceId,
      details: { provider, ...(cause ? { cause } : {}) },
    })),
    end: () => forgetPush(database, linkIds),
  });
};
