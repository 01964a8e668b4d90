/** The rule of opening and closing a version of a mobile application. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { enforce, invalidInput, Refusal } from '../../schema/errors';
import { type Application, requireApplication } from '../application';
import { DEVICE_TEXT_LENGTHS, isPrintable } from '../../schema/text';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult, Restart } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { lastReceipt } from '../../core/revocation/find';
import { rememberVersion } from './admission';
import type { ApplicationVersion } from './entity';
import type { SetApplicationVersionStatusInput } from './inputs';
import { versionColumns } from './list';

export const mayHaveVersions = ({ kind }: Application): Refusal | null =>
  kind === 'MOBILE'
    ? null
    : new Refusal('INVALID_STATE', 'Only a mobile application has versions.', ['input', 'applicationId']);

const findVersion = (database: Database, id: string | null): Promise<ApplicationVersion | null> =>
  database.one<ApplicationVersion>(`select ${versionColumns} from application_versions x where x.id = $1`, [id]);

const installationsOf = async (
  database: Database,
  applicationId: string | null,
  appVersion: string,
): Promise<string[]> =>
  (
    await database.query<{ id: string }>('select id from devices where application_id = $1 and app_version = $2', [
      applicationId,
      appVersion,
    ])
  ).map(({ id }) => id);

const usersOn = async (database: Database, deviceIds: string[]): Promise<string[]> =>
  (
    await database.query<{ userId: string }>(
      'select distinct user_id as "userId" from device_links where device_id = any($1::uuid[]) and ended_at is null',
      [deviceIds],
    )
  ).map(({ userId }) => userId);

/** Its row, locked: from here on nothing begins on an installation that has it. */
const lockVersion = async (
  database: Database,
  applicationId: string,
  appVersion: string,
): Promise<ApplicationVersion> => {
  await rememberVersion(database, applicationId, appVersion);
  const version = await database.one<ApplicationVersion>(
    `select ${versionColumns} from application_versions x where x.application_id = $1 and x.app_version = $2 for no key update`,
    [applicationId, appVersion],
  );
  return version!;
};

/** Whatever was issued to installations ends for good, each authorization by itself: they may get another version, or this be opened again. */
const endIssued = async (database: Database, deviceIds: string[], revocationId: string): Promise<void> => {
  const end = `end_reason = 'APPLICATION_VERSION_DISABLED', revocation_id = $2 where device_id = any($1::uuid[])`;
  const values = [deviceIds, revocationId];
  await database.execute(
    `update sessions set ended_at = now(), tokens_ended_at = now(), ${end} and ended_at is null`,
    values,
  );
  await database.execute(`update token_families set ended_at = now(), ${end} and ended_at is null`, values);
  await database.execute(
    `update tokens set revoked_at = now(), ${end} and family_id is null and revoked_at is null`,
    values,
  );
};

export const setApplicationVersionStatus = (
  context: Context,
  input: SetApplicationVersionStatusInput,
): Promise<MutationResult<ApplicationVersion>> =>
  runMutation(context, { action: 'setApplicationVersionStatus', input, reload: findVersion }, async (database) => {
    const { appVersion, status, reason = null } = input;
    const most = DEVICE_TEXT_LENGTHS.appVersion;
    if (
      appVersion.trim() === '' ||
      appVersion !== appVersion.trim() ||
      appVersion.length > most ||
      !isPrintable(appVersion)
    )
      throw invalidInput('appVersion', `\`appVersion\` must be 1 to ${most} characters without spaces at its ends.`);
    const asked = decodeId('Application', input.applicationId);
    const closing = status === 'DISABLED';
    const before = closing ? await usersOn(database, await installationsOf(database, asked, appVersion)) : [];
    await lockUsers(database, before, { actsOn: false });
    const application = await requireApplication(database, context, input.applicationId);
    enforce(mayHaveVersions(application));
    checkVersion(application, input.ifVersion);
    const version = await lockVersion(database, application.id, appVersion);
    if (version.status === status)
      return {
        subjectId: version.id,
        value: version,
        revocation: closing ? await lastReceipt(database, version.id, ['setApplicationVersionStatus']) : null,
      };

    const events = [
      {
        type: 'APPLICATION_VERSION_CHANGED' as const,
        applicationId: application.id,
        reason,
        details: { appVersion, from: version.status, to: status },
      },
    ];
    const set = () =>
      database.execute('update application_versions set status = $2, updated_at = now() where id = $1', [
        version.id,
        status,
      ]);
    if (!closing) {
      await set();
      await recordEvents(database, context.caller, events);
      return { subjectId: version.id, value: (await findVersion(database, version.id))! };
    }
    const deviceIds = await installationsOf(database, application.id, appVersion);
    const users = await usersOn(database, deviceIds);
    if (users.some((id) => !before.includes(id))) throw new Restart();
    const revocation = await revoke(database, context.caller, {
      action: 'setApplicationVersionStatus',
      target: { type: 'ApplicationVersion', id: version.id },
      userId: null,
      reason,
      selections: (['session', 'token', 'accessGrant'] as const).map((kind) => ({
        kind,
        column: 'device_id' as const,
        values: deviceIds,
      })),
      dryRun: input.dryRun ?? false,
      events,
      end: async (revocationId) => {
        await set();
        await endIssued(database, deviceIds, revocationId);
      },
    });
    return { subjectId: version.id, value: (await findVersion(database, version.id))!, revocation };
  });
