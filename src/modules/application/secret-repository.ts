/** Statements of the table `application_secrets`. */
import type { JWK } from 'jose';
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

  async add(secret: Pick<ApplicationSecret, 'id' | 'applicationId' | 'hash' | 'publicJwk'>): Promise<void> {
    await this.insert({ ...secret, createdAt: () => 'now()' } as never);
  }

  /** The public keys that are valid now, by application. */
  listKeys(applicationIds: readonly string[]): Promise<{ applicationId: string; publicJwk: JWK }[]> {
    return this.database.query(
      `select application_id as "applicationId", public_jwk as "publicJwk" from application_secrets
       where application_id = any($1::uuid[]) and public_jwk is not null and (expires_at is null or expires_at > now()) order by id`,
      [applicationIds],
    );
  }

  /** Makes room for a new secret: the newest one keeps working for the overlap, all others end now. */
  async expire(applicationId: string, overlapSeconds: number): Promise<void> {
    await this.database.execute(
      `update application_secrets set expires_at = least(expires_at, case when id = (select max(id::text)::uuid from application_secrets where application_id = $1)
         then now() + make_interval(secs => $2) else now() end) where application_id = $1`,
      [applicationId, overlapSeconds],
    );
    await this.database.execute('delete from application_secrets where application_id = $1 and expires_at <= now()', [
      applicationId,
    ]);
  }
}

export const applicationSecrets = repositoryOf(ApplicationSecret, ApplicationSecretRepository);
