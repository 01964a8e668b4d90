/** The table of applications: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Application } from './entity';

class ApplicationRepository extends TableRepository<Application> {
  /** Its row is locked in share mode. */
  findVersionForShare(id: string | null): Promise<{ version: number } | null> {
    return this.database.one('select version from applications where id = $1 for share', [id]);
  }

  /** The scopes of an application that is enabled, null for others. Its row is locked in share mode. */
  async findEnabledScopesForShare(id: string): Promise<string[] | null> {
    const row = await this.database.one<{ scopes: string[] }>(
      'select scopes from applications where id = $1 and disabled_at is null for share',
      [id],
    );
    return row?.scopes ?? null;
  }

  /**
   * Registers the application of the playground, which signs in like any other client. Each public address that the service has had stays
   * registered.
   */
  async installPlayground(id: string, clientId: string, playgroundUrl: string): Promise<void> {
    await this.database.execute(
      `insert into applications (id, name, client_id, kind, consent_mode, redirect_uris, post_logout_redirect_uris, scopes, first_party, built_in, created_at, updated_at)
       values ($1, 'Playground', $2, 'SPA', 'IMPLICIT', array[$3], array[$4], '{openid,profile,email,self,account,admin}', true, true, now(), now())
       on conflict (client_id) do update set first_party = true,
         scopes = case when 'account' = any(applications.scopes) then applications.scopes else applications.scopes || '{account}' end,
         redirect_uris = case when $3 = any(applications.redirect_uris) then applications.redirect_uris else applications.redirect_uris || $3 end,
         post_logout_redirect_uris = case when $4 = any(applications.post_logout_redirect_uris) then applications.post_logout_redirect_uris else applications.post_logout_redirect_uris || $4 end
       where not ($3 = any(applications.redirect_uris) and $4 = any(applications.post_logout_redirect_uris) and applications.first_party)`,
      [id, clientId, `${playgroundUrl}/callback`, playgroundUrl],
    );
  }

  /** Registers the application that API tokens are issued to. It has no pages and no secret. */
  async installApiTokens(id: string, clientId: string): Promise<void> {
    await this.database.execute(
      `insert into applications (id, name, client_id, kind, scopes, built_in, created_at, updated_at)
       values ($1, 'API tokens', $2, 'SPA', '{self,admin}', true, now(), now()) on conflict (client_id) do nothing`,
      [id, clientId],
    );
  }
}

export const applications = repositoryOf(Application, ApplicationRepository);
