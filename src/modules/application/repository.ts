/** The table of applications: the only place with its statements. */
import type { Client, Registrar } from './client';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Application } from './entity';

const CLIENT_COLUMNS = `a.id as "applicationId", a.name as "applicationName", a.kind, a.consent_mode as "consentMode",
  a.consent_lifetime as "consentLifetime", a.backchannel_authentication as "mayAskDevices", a.identifier, a.scopes,
  a.resource_scopes as "resourceScopes", a.first_party as "firstParty", a.redirect_uris as "redirectUris",
  a.post_logout_redirect_uris as "postLogoutRedirectUris"`;

const FIND_CLIENT = `
  select ${CLIENT_COLUMNS}, null::json as device,
    array(select encode(s.hash, 'hex') from application_secrets s
      where s.application_id = a.id and (s.expires_at is null or s.expires_at > now()) order by s.id) as "secretHashes"
  from applications a where a.client_id = $1 and a.kind <> 'MOBILE' and a.disabled_at is null
  union all
  select ${CLIENT_COLUMNS}, json_build_object('id', d.id, 'name', d.name, 'platform', d.platform, 'osVersion', d.os_version,
      'versionStatus', coalesce(v.status, 'ENABLED')),
    array[encode(d.secret_hash, 'hex')]
  from devices d join applications a on a.id = d.application_id
  left join application_versions v on v.application_id = d.application_id and v.app_version = d.app_version
  where d.client_id = $1 and a.kind = 'MOBILE' and a.disabled_at is null`;

class ApplicationRepository extends TableRepository<Application> {
  /** The enabled application, or the installation of one, with this `client_id`. */
  findClient(clientId: string): Promise<Client | null> {
    return this.database.one(FIND_CLIENT, [clientId]);
  }

  /** The enabled mobile application with this registration token, locked so that it cannot be disabled meanwhile. */
  findByRegistrationToken(hash: Buffer): Promise<Registrar | null> {
    return this.database.one(
      `select id, name, scopes, redirect_uris as "redirectUris", post_logout_redirect_uris as "postLogoutRedirectUris",
         registration_token_id as "registrationTokenId" from applications
       where registration_token_hash = $1 and kind = 'MOBILE' and disabled_at is null for share`,
      [hash],
    );
  }

  /** An enabled resource server. */
  findResourceServer(identifier: string): Promise<{ name: string; scopes: string[] } | null> {
    return this.database.one(
      `select name, scopes from applications where identifier = $1 and kind = 'RESOURCE_SERVER' and disabled_at is null`,
      [identifier],
    );
  }
}

export const applications = repositoryOf(Application, ApplicationRepository);
