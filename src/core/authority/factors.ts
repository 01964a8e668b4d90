/** A user's second factors, as needed for sign-in, passwords and step-up. */
import type { Database } from '../../database/database';
import type { AuthenticatorKind } from '../../schema/enums';

export interface Factor {
  id: string;
  kind: AuthenticatorKind;
}

/** Recovery codes replace a lost factor; they are not a second factor themselves. */
export const isStrong = (kind: AuthenticatorKind): boolean => kind === 'TOTP' || kind === 'PASSKEY';

export const factorsOf = (database: Database, userId: string): Promise<Factor[]> =>
  database.query<Factor>(
    `select id, kind from authenticators where user_id = $1 and device_link_id is null and ended_at is null order by id`,
    [userId],
  );

/** Those of these users who have a second factor. */
export const listWithStrongFactor = async (
  database: Database,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ userId: string }>(
    `select distinct user_id as "userId" from authenticators
     where user_id = any($1::uuid[]) and device_link_id is null and ended_at is null and kind in ('TOTP', 'PASSKEY')`,
    [userIds],
  );
  return new Set(rows.map(({ userId }) => userId));
};

/** Whether the user has a second factor, so that a one-factor sign-in is not their strongest. */
export const hasStrongFactor = async (database: Database, userId: string): Promise<boolean> =>
  (await factorsOf(database, userId)).some(({ kind }) => isStrong(kind));
