/** The table of signing keys: the only place with its statements. */
import { repositoryOf, TableRepository } from '../database/repository';
import { SigningKey } from './tables';

class SigningKeyRepository extends TableRepository<SigningKey> {
  /** Whether there is a key to sign with. Throws where the database cannot be reached or was never migrated. */
  async isReady(): Promise<boolean> {
    const row = await this.database.one<{ keys: boolean }>(
      `select exists (select from signing_keys where retired_at is null) as keys, (select count(*) from migrations) as migrations`,
    );
    return row?.keys ?? false;
  }
}

export const signingKeys = repositoryOf(SigningKey, SigningKeyRepository);
