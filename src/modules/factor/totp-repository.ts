/** The table of authenticator apps (TOTP): the only place with its statements. A secret that expires waits for its first code. */
import { Any } from 'typeorm';
import { repositoryOf, TableRepository } from '../../database/repository';
import { TotpSecret } from './tables';

/** How long an app may take from seeing the seed to its first code. */
const MINUTES_TO_CONFIRM = 15;

export type SealedSeed = Pick<TotpSecret, 'authenticatorId' | 'seed' | 'keyId'>;

const seedColumns = 'authenticator_id as "authenticatorId", seed, key_id as "keyId"';

class TotpSecretRepository extends TableRepository<TotpSecret> {
  listConfirmed(userId: string): Promise<SealedSeed[]> {
    return this.database.query<SealedSeed>(
      `select ${seedColumns} from totp_secrets where user_id = $1 and expires_at is null order by authenticator_id`,
      [userId],
    );
  }

  findUnconfirmed(userId: string, authenticatorId: string): Promise<SealedSeed | null> {
    return this.database.one<SealedSeed>(
      `select ${seedColumns} from totp_secrets where user_id = $1 and authenticator_id = $2 and expires_at > now()`,
      [userId, authenticatorId],
    );
  }

  /** Replaces an unconfirmed secret of the user. */
  async addUnconfirmed({
    authenticatorId,
    userId,
    seed,
    keyId,
  }: Pick<TotpSecret, 'authenticatorId' | 'userId' | 'seed' | 'keyId'>): Promise<void> {
    await this.database.execute('delete from totp_secrets where user_id = $1 and expires_at is not null', [userId]);
    await this.database.execute(
      `insert into totp_secrets (authenticator_id, user_id, seed, key_id, created_at, expires_at)
       values ($1, $2, $3, $4, now(), now() + make_interval(mins => ${MINUTES_TO_CONFIRM}))`,
      [authenticatorId, userId, seed, keyId],
    );
  }

  async confirm(authenticatorId: string): Promise<void> {
    await this.update({ authenticatorId }, { expiresAt: null });
  }

  /** False if a code of this time step, or of a later one, was used before. */
  async useStep(authenticatorId: string, step: number): Promise<boolean> {
    const used = await this.database.execute(
      'update totp_secrets set last_step = $2 where authenticator_id = $1 and (last_step is null or last_step < $2)',
      [authenticatorId, step],
    );
    return used === 1;
  }

  async deleteOf(authenticatorIds: string[]): Promise<void> {
    await this.delete({ authenticatorId: Any(authenticatorIds) });
  }
}

export const totpSecrets = repositoryOf(TotpSecret, TotpSecretRepository);
