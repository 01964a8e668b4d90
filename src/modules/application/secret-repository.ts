/** Statements of the table `application_secrets`. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { ApplicationSecret } from './entity';

class ApplicationSecretRepository extends TableRepository<ApplicationSecret> {
  async add(secret: Pick<ApplicationSecret, 'id' | 'applicationId' | 'hash'>): Promise<void> {
    await this.insert({ ...secret, createdAt: () => 'now()' });
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
