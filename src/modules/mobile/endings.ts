/** Ends the authenticators of device links, and mobile authentication with them. The caller has locked the users' rows. */
import type { Database } from '../../database/database';
import type { NewEvent } from '../../core/event/record';
import type { Dependent } from '../../core/revocation/dependents';
import { deviceLinks } from '../device';
import { authenticators } from './repository';

const selectKeys = (linkIds: string[]) => [
  { kind: 'authenticator', column: 'device_link_id', values: linkIds } as const,
];

/** The events for device links that end with mobile authentication enabled. */
const eventsOfLinks = async (database: Database, linkIds: string[]): Promise<NewEvent[]> =>
  (await deviceLinks(database).listMobileEnrolled(linkIds)).map(({ userId, deviceId }) => ({
    type: 'MOBILE_AUTHENTICATION_REVOKED',
    userId,
    deviceId,
  }));

/** The keys of a device link end with it. */
export const endsWithDeviceLink: Dependent = {
  selections: selectKeys,
  events: eventsOfLinks,
  end: (database, linkIds, cause) => authenticators(database).end('device_link_id', linkIds, cause),
};

/** Ends all keys of a user on a device, and disables mobile authentication there. */
export const endsWithMobileAuthentication: Dependent = {
  selections: selectKeys,
  end: async (database, linkIds, cause) => {
    await authenticators(database).end('device_link_id', linkIds, cause);
    await deviceLinks(database).endMobile(linkIds);
  },
};

export const endsWithAuthenticator: Dependent = {
  end: (database, ids, cause) => authenticators(database).end('id', ids, cause),
};
