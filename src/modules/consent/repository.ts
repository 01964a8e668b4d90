/** The table of consents: the only place with its statements. */
import type { Cause } from '../../core/revocation/dependents';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Consent } from './entity';

class ConsentRepository extends TableRepository<Consent> {
  /** Ends the consents for these applications, and what was issued under them. */
  async endForApplications(applicationIds: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update consents set revoked_at = now(), tokens_ended_at = now(), end_reason = $2, revocation_id = $3
       where application_id = any($1::uuid[]) and revoked_at is null`,
      [applicationIds, reason, revocationId],
    );
  }
}

export const consents = repositoryOf(Consent, ConsentRepository);
