/** Statements of the table `application_versions`. */
import { Conditions } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import { newId } from '../../platform/random';
import type { ApplicationVersionStatus } from '../../schema/enums';
import { ApplicationVersion } from './entity';
import type { ApplicationVersionFilter } from './list';

export const versionRows = rowsOf(ApplicationVersion, {
  type: 'ApplicationVersion',
  from: 'application_versions x',
});

export const versionColumns = versionRows.select;

export const versionList: ListSource<ApplicationVersionFilter> = {
  name: 'applicationVersions',
  rows: versionRows,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) => new Conditions(add).anyOf('x.status', filter.status).list,
};

class ApplicationVersionRepository extends TableRepository<ApplicationVersion> {
  findById(id: string | null): Promise<ApplicationVersion | null> {
    return this.database.one<ApplicationVersion>(
      `select ${versionColumns} from application_versions x where x.id = $1`,
      [id],
    );
  }

  /** The devices with an installation of this version. */
  async listInstallations(applicationId: string | null, appVersion: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'select id from devices where application_id = $1 and app_version = $2',
      [applicationId, appVersion],
    );
    return rows.map(({ id }) => id);
  }

  /** The users who are signed in on these devices. */
  async listUsersOn(deviceIds: string[]): Promise<string[]> {
    const rows = await this.database.query<{ userId: string }>(
      'select distinct user_id as "userId" from device_links where device_id = any($1::uuid[]) and ended_at is null',
      [deviceIds],
    );
    return rows.map(({ userId }) => userId);
  }

  /** Adds the version unless it is known already. */
  async remember(applicationId: string, appVersion: string): Promise<void> {
    await this.database.execute(
      `insert into application_versions (id, application_id, app_version, created_at, updated_at)
       values ($1, $2, $3, now(), now()) on conflict (application_id, app_version) do nothing`,
      [newId(), applicationId, appVersion],
    );
  }

  /** Adds the version if it is new, and locks it: nothing starts on an installation of this version until the transaction ends. */
  async lock(applicationId: string, appVersion: string): Promise<ApplicationVersion> {
    await this.remember(applicationId, appVersion);
    const version = await this.database.one<ApplicationVersion>(
      `select ${versionColumns} from application_versions x where x.application_id = $1 and x.app_version = $2 for no key update`,
      [applicationId, appVersion],
    );
    return version!;
  }

  /** The status of each of these versions that is known, locked against changes. */
  async lockStatuses(applicationId: string, appVersions: string[]): Promise<Map<string, ApplicationVersionStatus>> {
    const rows = await this.database.query<{ appVersion: string; status: ApplicationVersionStatus }>(
      `select app_version as "appVersion", status from application_versions
       where application_id = $1 and app_version = any($2::text[]) order by app_version for share`,
      [applicationId, appVersions],
    );
    return new Map(rows.map(({ appVersion, status }) => [appVersion, status]));
  }

  /** The status of the version that an installation has, locked against changes; ENABLED where the installation has not reported a version. */
  async lockStatusOf(deviceId: string): Promise<ApplicationVersionStatus> {
    const row = await this.database.one<{ status: ApplicationVersionStatus }>(
      `select v.status from devices d join application_versions v on v.application_id = d.application_id and v.app_version = d.app_version
       where d.id = $1 for share of v`,
      [deviceId],
    );
    return row?.status ?? 'ENABLED';
  }
}

export const applicationVersions = repositoryOf(ApplicationVersion, ApplicationVersionRepository);
