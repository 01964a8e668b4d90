/** Seeds of authenticator apps: kept sealed, each bound to its row. */
import type { Database } from '../../database/database';
import type { Place, SealingKeys } from '../../platform/sealing-keys';
import { matchingStep } from './codes';

export interface TotpSecret {
  authenticatorId: string;
  seed: Buffer;
  keyId: string;
}

const placeOf = (id: string): Place => ({ table: 'totp_secrets', column: 'seed', id });
const COLUMNS = 'authenticator_id as "authenticatorId", seed, key_id as "keyId"';

/** How long an app may take from seeing the seed to its first code. */
const MINUTES_TO_CONFIRM = 15;

/** Those that have been confirmed. */
export const totpSecrets = (database: Database, userId: string): Promise<TotpSecret[]> =>
  database.query<TotpSecret>(
    `select ${COLUMNS} from totp_secrets where user_id = $1 and expires_at is null order by authenticator_id`,
    [userId],
  );

/** One that waits for its first code. */
export const pendingTotp = (database: Database, userId: string, id: string): Promise<TotpSecret | null> =>
  database.one<TotpSecret>(
    `select ${COLUMNS} from totp_secrets where user_id = $1 and authenticator_id = $2 and expires_at > now()`,
    [userId, id],
  );

/** The last one that waits takes the place of an earlier one. */
export const keepTotp = async (
  database: Database,
  sealing: SealingKeys,
  { userId, id, secret }: { userId: string; id: string; secret: string },
): Promise<void> => {
  const { sealed, keyId } = sealing.seal(placeOf(id), secret);
  await database.execute('delete from totp_secrets where user_id = $1 and expires_at is not null', [userId]);
  await database.execute(
    `insert into totp_secrets (authenticator_id, user_id, seed, key_id, created_at, expires_at)
     values ($1, $2, $3, $4, now(), now() + make_interval(mins => ${MINUTES_TO_CONFIRM}))`,
    [id, userId, sealed, keyId],
  );
};

/** The time step that the code is right for; null where it is wrong. */
export const stepOf = (sealing: SealingKeys, secret: TotpSecret, code: string, now: Date): number | null => {
  const seed = sealing.open(placeOf(secret.authenticatorId), { keyId: secret.keyId, sealed: secret.seed });
  return matchingStep(seed, code, now);
};
