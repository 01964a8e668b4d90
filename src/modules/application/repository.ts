/** Statements of the table `applications`. */
import { Conditions, containing, filterText } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { columnsOf } from '../../schema/columns';
import { Application } from './entity';
import type { ApplicationFilter } from './list';

const STATUS = `case when x.disabled_at is null then 'ENABLED' else 'DISABLED' end`;
export const applicationColumns = `${columnsOf(Application, 'x')}, ${STATUS} as "status"`;

export const applicationList: ListSource<ApplicationFilter> = {
  name: 'applications',
  select: applicationColumns,
  from: 'applications x',
  countFrom: () => 'applications x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, NAME: { by: 'lower(x.name)', type: 'text' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf('x.kind', filter.kind)
      .anyOf(STATUS, filter.status)
      .when(filter.search, () => `lower(x.name) like ${add(containing(filterText('search', filter.search!)))}`).list,
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
    | 'consentMode'
    | 'consentLifetime'
    | 'backchannelAuthentication'
    | 'pushMode'
  >
>;

/** Counts a statement as one change of the application. */
const CHANGED = { version: () => 'version + 1', updatedAt: () => 'now()' };

class ApplicationRepository extends TableRepository<Application> {
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
}

export const applications = repositoryOf(Application, ApplicationRepository);
