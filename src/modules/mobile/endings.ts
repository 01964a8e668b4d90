/** Ends authenticators, and with them what the device could confirm. The caller has locked the users' rows. */
import type { Database } from '../../database/database';
import type { NewEvent } from '../../core/event/record';
import type { Dependent } from '../../core/revocation/dependents';
import { deviceLinks } from '../device';
import { authenticators } from './repository';

const keysOn = (linkIds: string[]) => [{ kind: 'authenticator', column: 'device_link_id', values: linkIds } as const];

/** What is reported of users who can confirm sign-ins on devices, where their links to these end. */
const confirmationsOn = async (database: Database, linkIds: string[]): Promise<NewEvent[]> =>
  (await deviceLinks(database).listMobileEnrolled(linkIds)).map(({ userId, deviceId }) => ({
    type: 'MOBILE_AUTHENTICATION_REVOKED',
    userId,
    deviceId,
  }));

/** With a link its keys end, and what they could confirm. */
export const onDeviceLink: Dependent = {
  selections: keysOn,
  events: confirmationsOn,
  end: (database, linkIds, cause) => authenticators(database).end('device_link_id', linkIds, cause),
};

/** The keys of a user on a device, and with them that the user can confirm anything there. */
export const onMobileAuthentication: Dependent = {
  selections: keysOn,
  end: async (database, linkIds, cause) => {
    await authenticators(database).end('device_link_id', linkIds, cause);
    await deviceLinks(database).endMobile(linkIds);
  },
};

export const onAuthenticator: Dependent = {
  end: (database, ids, cause) => authenticators(database).end('id', ids, cause),
};
