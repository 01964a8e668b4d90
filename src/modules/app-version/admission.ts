/**
 * What is open to a version of a mobile application. Whoever begins something on an installation asks here, which holds the version's row
 * until his transaction ends: what closes the version waits for it, and then ends it with the rest.
 */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { ApplicationVersionStatus } from '../../schema/enums';

/** The row of the version, made where this is the first to have it. */
export const rememberVersion = async (database: Database, applicationId: string, appVersion: string): Promise<void> => {
  await database.execute(
    `insert into application_versions (id, application_id, app_version, created_at, updated_at)
     values ($1, $2, $3, now(), now()) on conflict (application_id, app_version) do nothing`,
    [newId(), applicationId, appVersion],
  );
};

/** Locks versions of an application against changes of their status, in one order, and says what that is of each that there is. */
export const holdVersions = async (
  database: Database,
  applicationId: string,
  appVersions: string[],
): Promise<Map<string, ApplicationVersionStatus>> => {
  const rows = await database.query<{ appVersion: string; status: ApplicationVersionStatus }>(
    `select app_version as "appVersion", status from application_versions
     where application_id = $1 and app_version = any($2::text[]) order by app_version for share`,
    [applicationId, appVersions],
  );
  return new Map(rows.map(({ appVersion, status }) => [appVersion, status]));
};

/** The same for the version that an installation has; ENABLED where it has not said which. */
export const holdVersionOf = async (database: Database, deviceId: string): Promise<ApplicationVersionStatus> => {
  const row = await database.one<{ status: ApplicationVersionStatus }>(
    `select v.status from devices d join application_versions v on v.application_id = d.application_id and v.app_version = d.app_version
     where d.id = $1 for share of v`,
    [deviceId],
  );
  return row?.status ?? 'ENABLED';
};
