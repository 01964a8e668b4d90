/** The table of consents: the only place with its statements. */
import { consentStands } from '../../core/liveness/live';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Consent } from './entity';

export interface StandingConsent {
  id: string;
  /** At the service itself. */
  scopes: string[];
  /** At resource servers, by their identifiers. */
  resources: Record<string, string[]>;
}

class ConsentRepository extends TableRepository<Consent> {
  /** The user's consent for the application that is neither revoked nor expired. */
  findStanding(userId: string, applicationId: string): Promise<StandingConsent | null> {
    return this.database.one(
      `select c.id, c.scopes, c.resource_scopes as resources from consents c
     where c.user_id = $1 and c.application_id = $2 and ${consentStands('c')}`,
      [userId, applicationId],
    );
  }
}

export const consents = repositoryOf(Consent, ConsentRepository);
