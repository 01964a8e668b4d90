/** The table of recovery codes: the only place with its statements. */
import { Any } from 'typeorm';
import { repositoryOf, TableRepository } from '../../database/repository';
import { RecoveryCode } from './tables';

class RecoveryCodeRepository extends TableRepository<RecoveryCode> {
  /** How many unused codes each of these sets has; a set without any is left out. */
  countUnused(authenticatorIds: readonly string[]): Promise<{ id: string; n: number }[]> {
    return this.database.query(
      `select authenticator_id as id, count(*)::int as n from recovery_codes
       where authenticator_id = any($1::uuid[]) and used_at is null group by 1`,
      [authenticatorIds],
    );
  }

  async addAll(hashes: Buffer[], { authenticatorId, userId }: Pick<RecoveryCode, 'authenticatorId' | 'userId'>) {
    await this.database.execute(
      'insert into recovery_codes (hash, authenticator_id, user_id) select hash, $2, $3 from unnest($1::bytea[]) as c (hash)',
      [hashes, authenticatorId, userId],
    );
  }

  /** Returns the authenticator that the code belongs to; null if the user has no such code, or has used it. */
  async useOnce(hash: Buffer, userId: string): Promise<string | null> {
    const used = await this.database.one<{ authenticatorId: string }>(
      `with used as (update recovery_codes set used_at = now() where hash = $1 and user_id = $2 and used_at is null returning authenticator_id)
       select authenticator_id as "authenticatorId" from used`,
      [hash, userId],
    );
    return used?.authenticatorId ?? null;
  }

  async deleteOf(authenticatorIds: string[]): Promise<void> {
    await this.delete({ authenticatorId: Any(authenticatorIds) });
  }
}

export const recoveryCodes = repositoryOf(RecoveryCode, RecoveryCodeRepository);
