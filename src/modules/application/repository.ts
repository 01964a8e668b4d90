/** The table of applications: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Application } from './entity';
import type { Authority } from './policy';

class ApplicationRepository extends TableRepository<Application> {
  /** The application of each of these; `itemId` is the id of an application, a client secret or a registration token. */
  listAuthorities(itemIds: string[]): Promise<(Authority & { itemId: string })[]> {
    return this.database.query(
      `select i.id as "itemId", x.kind, x.scopes, x.first_party as "firstParty", x.consent_mode as "consentMode", x.resource_scopes as "resourceScopes"
       from unnest($1::uuid[]) as i (id) join applications x
         on x.id = i.id or x.registration_token_id = i.id or x.id = (select s.application_id from application_secrets s where s.id = i.id)`,
      [itemIds],
    );
  }

  async listEnabledIds(ids: string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'select id from applications where id = any($1::uuid[]) and disabled_at is null',
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  async removeRegistrationTokens(tokenIds: string[]): Promise<void> {
    await this.database.execute(
      `update applications set registration_token_hash = null, registration_token_id = null, version = version + 1, updated_at = now()
       where registration_token_id = any($1::uuid[])`,
      [tokenIds],
    );
  }
}

export const applications = repositoryOf(Application, ApplicationRepository);
