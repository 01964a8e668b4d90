/** The table of applications: the only place with its statements. */
import type { Client, Presentation, RegisteringApplication } from './client';
import { Conditions, contains, filterText } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Application } from './entity';

const PRESENTATION_COLUMNS = `a.initiate_login_uri as "initiateLoginUri", a.logo_uri as "logoUri", a.policy_uri as "policyUri",
  a.terms_uri as "termsUri", a.color`;

const CLIENT_COLUMNS = `a.id as "applicationId", a.name as "applicationName", a.kind, a.consent_mode as "consentMode",
  a.consent_lifetime as "consentLifetime", a.backchannel_authentication as "mayAskDevices", a.identifier, a.scopes,
  a.resource_scopes as "resourceScopes", a.claims, a.first_party as "firstParty", a.redirect_uris as "redirectUris",
  a.post_logout_redirect_uris as "postLogoutRedirectUris", a.id_token_algorithm as "idTokenAlgorithm", a.pkce,
  a.require_pushed_authorization_requests as "requirePushedAuthorizationRequests", a.dpop_bound_access_tokens as "dpopBoundAccessTokens",
  a.device_authorization as "deviceAuthorization", extract(epoch from a.created_at)::float8 as "registeredAt", ${PRESENTATION_COLUMNS}`;

const VALID_SECRETS = `application_secrets s where s.application_id = a.id and (s.expires_at is null or s.expires_at > now())`;

const FIND_CLIENT = `
  select ${CLIENT_COLUMNS}, null::json as device,
    array(select encode(s.hash, 'hex') from ${VALID_SECRETS} and s.public_jwk is null order by s.id) as "secretHashes",
    array(select s.public_jwk from ${VALID_SECRETS} and s.public_jwk is not null order by s.id) as keys
  from applications a where a.client_id = $1 and a.kind <> 'MOBILE' and a.disabled_at is null
  union all
  select ${CLIENT_COLUMNS}, json_build_object('id', d.id, 'name', d.name, 'platform', d.platform, 'osVersion', d.os_version,
      'versionStatus', coalesce(v.status, 'ENABLED')),
    array[encode(d.secret_hash, 'hex')], '{}'
  from devices d join applications a on a.id = d.application_id
  left join application_versions v on v.application_id = d.application_id and v.app_version = d.app_version
  where d.client_id = $1 and a.kind = 'MOBILE' and a.disabled_at is null`;

/** What a check of a token by the client with this `client_id` needs to know of the client: a JSON array, see `CheckingClient`. */
export const checkingClient = (clientId: string): string => `
  select json_build_array(a.id, a.kind, a.identifier, a.scopes, a.first_party, extract(epoch from a.created_at)::float8,
      array(select case when s.public_jwk is null then encode(s.hash, 'hex') else '' end from ${VALID_SECRETS})) as client
  from applications a where a.client_id = ${clientId} and a.kind <> 'MOBILE' and a.disabled_at is null`;

import type { Authority } from './policy';
import type { ApplicationFilter } from './list';

const STATUS = `case when x.disabled_at is null then 'ENABLED' else 'DISABLED' end`;

export const applicationRows = rowsOf(Application, {
  type: 'Application',
  from: 'applications x',
  columns: { status: STATUS },
});

export const applicationColumns = applicationRows.select;

export const applicationList: ListSource<ApplicationFilter> = {
  name: 'applications',
  rows: applicationRows,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, NAME: { by: 'lower(x.name)', type: 'text' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf('x.kind', filter.kind)
      .anyOf(STATUS, filter.status)
      .when(filter.search, () => contains(add, 'lower(x.name)', filterText('search', filter.search!))).list,
};

/** Whether the user has a valid consent for the application `x`, or has it installed on a device. */
export const isUsedBy = (
  user: string,
) => `(exists (select from consents c where c.application_id = x.id and c.user_id = ${user}
    and c.revoked_at is null and (c.expires_at is null or c.expires_at > now()))
  or exists (select from device_links dl join devices d on d.id = dl.device_id where d.application_id = x.id and dl.user_id = ${user} and dl.ended_at is null))`;

/** A user on an installation. */
export interface InstallationLink {
  id: string;
  userId: string;
}

/** What `updateApplication` can change. */
export type ApplicationChanges = Partial<
  Pick<
    Application,
    | 'name'
    | 'redirectUris'
    | 'postLogoutRedirectUris'
    | 'scopes'
    | 'firstParty'
    | 'resourceScopes'
    | 'claims'
    | 'consentMode'
    | 'consentLifetime'
    | 'backchannelAuthentication'
    | 'pushMode'
    | keyof Presentation
    | 'idTokenAlgorithm'
    | 'pkce'
    | 'requirePushedAuthorizationRequests'
    | 'dpopBoundAccessTokens'
    | 'deviceAuthorization'
    | 'accessTokenFormat'
    | 'accessTokenLifetime'
    | 'scopesNeedRoles'
  >
>;

export type ResourceServer = Pick<
  Application,
  'name' | 'scopes' | 'accessTokenFormat' | 'accessTokenLifetime' | 'scopesNeedRoles'
>;

/** Counts a statement as one change of the application. */
const CHANGED = { version: () => 'version + 1', updatedAt: () => 'now()' };

class ApplicationRepository extends TableRepository<Application> {
  /** The enabled application, or the installation of one, with this `client_id`. */
  findClient(clientId: string): Promise<Client | null> {
    return this.database.one(FIND_CLIENT, [clientId]);
  }

  /** Null if the application is disabled or deleted, or signs nobody in. */
  findPresentation(id: string): Promise<(Presentation & { applicationName: string }) | null> {
    return this.database.one(
      `select a.name as "applicationName", ${PRESENTATION_COLUMNS} from applications a
       where a.id = $1 and a.disabled_at is null and (cardinality(a.redirect_uris) > 0 or a.device_authorization)`,
      [id],
    );
  }

  /** The enabled mobile application with this registration token, locked so that it cannot be disabled meanwhile. */
  findByRegistrationToken(hash: Buffer): Promise<RegisteringApplication | null> {
    return this.database.one(
      `select id, name, scopes, redirect_uris as "redirectUris", post_logout_redirect_uris as "postLogoutRedirectUris",
         registration_token_id as "registrationTokenId" from applications
       where registration_token_hash = $1 and kind = 'MOBILE' and disabled_at is null for share`,
      [hash],
    );
  }

  /** An enabled resource server. */
  findResourceServer(identifier: string): Promise<ResourceServer | null> {
    return this.database.one(
      `select name, scopes, access_token_format as "accessTokenFormat", access_token_lifetime as "accessTokenLifetime",
         scopes_need_roles as "scopesNeedRoles" from applications where identifier = $1 and kind = 'RESOURCE_SERVER' and disabled_at is null`,
      [identifier],
    );
  }

  /** The application of each of these; `itemId` is the id of an application, a client secret or a registration token. */
  listAuthorities(itemIds: string[]): Promise<(Authority & { itemId: string })[]> {
    return this.database.query(
      `select i.id as "itemId", x.kind, x.scopes, x.first_party as "firstParty", x.consent_mode as "consentMode", x.resource_scopes as "resourceScopes", x.claims
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

  findById(id: string | null): Promise<Application | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Application>(`select ${applicationColumns} from applications x where x.id = $1`, [id]);
  }

  /** The scopes of a resource server; null where no resource server has this identifier. */
  async findResourceServerScopes(identifier: string): Promise<string[] | null> {
    const server = await this.database.one<{ scopes: string[] }>(
      `select scopes from applications where identifier = $1 and kind = 'RESOURCE_SERVER'`,
      [identifier],
    );
    return server && server.scopes;
  }

  /** Takes the scopes of a deleted resource server from applications, so that another with its identifier does not get their tokens. */
  async forgetResourceServer(identifier: string): Promise<void> {
    await this.database.query('select id from applications where resource_scopes ? $1 order by id for no key update', [
      identifier,
    ]);
    await this.database.execute(
      `update applications set resource_scopes = resource_scopes - $1::text, version = version + 1, updated_at = now() where resource_scopes ? $1`,
      [identifier],
    );
  }

  /** The origins of the redirect URIs of enabled SPA applications. */
  async listBrowserOrigins(): Promise<string[]> {
    const rows = await this.database.query<{ origin: string }>(
      `select distinct substring(uri from '^[^:]+://[^/?#]+') as origin from applications x, unnest(x.redirect_uris) uri
       where x.kind = 'SPA' and x.disabled_at is null and uri ~ '^https?://'`,
    );
    return rows.map(({ origin }) => origin);
  }

  /** Those of these applications that the user has given consent to or has installed. */
  async listUsedBy(ids: readonly string[], userId: string | null): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select x.id from applications x where x.id = any($1::uuid[]) and ${isUsedBy('$2::uuid')}`,
      [ids, userId],
    );
    return rows.map(({ id }) => id);
  }

  /** Those of these applications that are installed on a device. */
  async listInstalled(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'select a.id from unnest($1::uuid[]) as a (id) where exists (select from devices d where d.application_id = a.id)',
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  /** The users on the installations of the application. */
  listInstallationLinks(id: string): Promise<InstallationLink[]> {
    return this.database.query<InstallationLink>(
      `select dl.id, dl.user_id as "userId" from device_links dl join devices d on d.id = dl.device_id where d.application_id = $1 and dl.ended_at is null`,
      [id],
    );
  }

  async lock(id: string): Promise<void> {
    await this.database.query('select id from applications where id = $1 for no key update', [id]);
  }

  /** The devices with an installation of the application: nobody can connect to them until the transaction ends. */
  async lockDevices(id: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'select id from devices where application_id = $1 for update',
      [id],
    );
    return rows.map((row) => row.id);
  }

  async change(id: string, changes: ApplicationChanges): Promise<void> {
    await this.update({ id }, { ...changes, ...CHANGED });
  }

  /** Replaces the registration token. */
  async setRegistrationToken(id: string, tokenId: string, hash: Buffer): Promise<void> {
    await this.update({ id }, { registrationTokenHash: hash, registrationTokenId: tokenId, ...CHANGED });
  }

  async enable(id: string): Promise<void> {
    await this.update({ id }, { disabledAt: null, disabledReason: null, ...CHANGED });
  }

  /** Counts a change to the secrets of the application as a change to the application. */
  async touch(id: string): Promise<void> {
    await this.update({ id }, CHANGED);
  }

  /** Locks the row in share mode; false, without waiting, if somebody changes it. */
  async tryShare(id: string): Promise<boolean> {
    return (await this.database.one('select 1 from applications where id = $1 for share skip locked', [id])) !== null;
  }

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
