/** Ends push on devices, alone or together with the device link or mobile authentication. The address is deleted, and another device may use it. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import type { Dependent } from '../../core/revocation/dependents';
import { type Ending, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { deviceLinks } from '../device';
import { type Enrolled, pushEnrollments } from './repository';

/** The rows are deleted, so the receipt lists them in full. */
const selectEnrollments = (linkIds: string[]): Selection => ({
  kind: 'pushEnrollment',
  column: 'device_link_id',
  values: linkIds,
  rowsAreDeleted: true,
});

/** Deletes the addresses of these device links. */
const deletePush = async (database: Database, linkIds: string[]): Promise<void> => {
  await pushEnrollments(database).deleteOfLinks(linkIds);
  await deviceLinks(database).endPush(linkIds);
};

/** Push depends on mobile authentication, which depends on the device link. */
export const endsWithDeviceLink: Dependent = { selections: (linkIds) => [selectEnrollments(linkIds)], end: deletePush };

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
    selections: [selectEnrollments(linkIds)],
    events: enrolled.map(({ userId, deviceId, provider }) => ({
      type: 'PUSH_REVOKED',
      userId,
      deviceId,
      details: { provider, ...(cause ? { cause } : {}) },
    })),
    end: () => deletePush(database, linkIds),
  });
};
