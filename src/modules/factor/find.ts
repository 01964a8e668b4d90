/** The second factors of a user, as the sign-in and the rules of changing them need them. */
import type { Database } from '../../database/database';
import type { AuthenticatorKind } from '../../schema/enums';

/** Authenticators of the sign-in page; all others belong to a device. */
export const isFactor = ({ kind }: { kind: AuthenticatorKind }): boolean =>
  kind === 'TOTP' || kind === 'PASSKEY' || kind === 'RECOVERY_CODES';

/** Recovery codes stand in for a factor that was lost; alone they ask nothing of anybody. */
export const isStrong = (kind: AuthenticatorKind): boolean => kind === 'TOTP' || kind === 'PASSKEY';

export interface Factor {
  id: string;
  kind: AuthenticatorKind;
}

export const factorsOf = (database: Database, userId: string): Promise<Factor[]> =>
  database.query<Factor>(
    `select id, kind from authenticators where user_id = $1 and device_link_id is null and ended_at is null order by id`,
    [userId],
  );

/** Whether the user has a second factor, so that a sign-in with one is not the strongest. */
export const hasStrongFactor = async (database: Database, userId: string): Promise<boolean> =>
  (await factorsOf(database, userId)).some(({ kind }) => isStrong(kind));
