/** The table of client secrets: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { ApplicationSecret } from './entity';

class ApplicationSecretRepository extends TableRepository<ApplicationSecret> {
  /** Locks a secret so that it cannot be removed meanwhile. False if it is not valid. */
  async lockValid(applicationId: string, hash: Buffer | null): Promise<boolean> {
    const secret = await this.database.one(
      `select id from application_secrets
  where application_id = $1 and hash = $2 and (expires_at is null or expires_at > now()) for share`,
      [applicationId, hash],
    );
    return secret !== null;
  }
}

export const applicationSecrets = repositoryOf(ApplicationSecret, ApplicationSecretRepository);
