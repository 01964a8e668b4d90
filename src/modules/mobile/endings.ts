/** Ends authenticators, and with them what the device could confirm. The caller has locked the users' rows. */
import type { Database } from '../../database/database';
import type { NewEvent } from '../../core/event/record';
import type { Cause, Dependent } from '../../core/revocation/dependents';

const endAuthenticatorsBy =
  (column: 'id' | 'device_link_id') =>
  (database: Database, ids: string[], { reason, revocationId }: Cause): Promise<unknown> =>
    database.execute(
      `update authenticators set ended_at = now(), end_reason = $2, revocation_id = $3 where ${column} = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId],
    );

const keysOn = (linkIds: string[]) => [{ kind: 'authenticator', column: 'device_link_id', values: linkIds } as const];

/** What is reported of users who can confirm sign-ins on devices, where their links to these end. */
const confirmationsOn = async (database: Database, linkIds: string[]): Promise<NewEvent[]> =>
  (
    await database.query<{ userId: string; deviceId: string }>(
      `select user_id as "userId", device_id as "deviceId" from device_links
       where id = any($1::uuid[]) and ended_at is null and mobile_enrolled_at is not null order by id`,
      [linkIds],
    )
  ).map((about) => ({ type: 'MOBILE_AUTHENTICATION_REVOKED', ...about }));

/** With a link its keys end, and what they could confirm. */
export const onDeviceLink: Dependent = {
  selections: keysOn,
  events: confirmationsOn,
  end: endAuthenticatorsBy('device_link_id'),
};

/** The keys of a user on a device, and with them that the user can confirm anything there. */
export const onMobileAuthentication: Dependent = {
  selections: keysOn,
  end: async (database, linkIds, cause) => {
    await endAuthenticatorsBy('device_link_id')(database, linkIds, cause);
    await database.execute('update device_links set mobile_enrolled_at = null where id = any($1::uuid[])', [linkIds]);
  },
};

export const onAuthenticator: Dependent = { end: endAuthenticatorsBy('id') };
