/** Sets the status of a version of a mobile application. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { enforce, invalidInput } from '../../schema/errors';
import { DEVICE_TEXT_LENGTHS, isPrintable } from '../../schema/text';
import { recordEvents } from '../../core/event/record';
import { checkVersion } from '../../core/mutation/input';
import { runMutation, type MutationResult, Restart } from '../../core/mutation/run';
import { endWithDependents, selectionsOn } from '../../core/revocation/dependents';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { lastReceipt } from '../../core/revocation/find';
import { requireApplication } from '../application';
import type { ApplicationVersion } from './entity';
import type { SetApplicationVersionStatusInput } from './inputs';
import { mayHaveVersions } from './policy';
import { applicationVersions } from './repository';

const MAX_LENGTH = DEVICE_TEXT_LENGTHS.appVersion;

const checkAppVersion = (text: string): void => {
  if (text.trim() === '' || text !== text.trim() || text.length > MAX_LENGTH || !isPrintable(text))
    throw invalidInput(
      'appVersion',
      `\`appVersion\` must be 1 to ${MAX_LENGTH} characters without spaces at its ends.`,
    );
};

const reload = (database: Database, id: string | null) => applicationVersions(database).findById(id);

export const setApplicationVersionStatus = (
  context: Context,
  input: SetApplicationVersionStatusInput,
): Promise<MutationResult<ApplicationVersion>> =>
  runMutation(context, { action: 'setApplicationVersionStatus', input, reload }, async (database) => {
    const { appVersion, status, reason = null } = input;
    checkAppVersion(appVersion);
    const versions = applicationVersions(database);
    const requestedId = decodeId('Application', input.applicationId);
    const disables = status === 'DISABLED';
    const before = disables
      ? await versions.listUsersOn(await versions.listInstallations(requestedId, appVersion))
      : [];
    await lockUsers(database, before, { actsOn: false });
    const application = await requireApplication(database, context, input.applicationId);
    enforce(mayHaveVersions(application));
    checkVersion(application, input.ifVersion);
    const version = await versions.lock(application.id, appVersion);
    const { id } = version;
    if (version.status === status)
      return {
        subjectId: id,
        value: version,
        revocation: disables ? await lastReceipt(database, id, ['setApplicationVersionStatus']) : null,
      };

    const events = [
      {
        type: 'APPLICATION_VERSION_CHANGED' as const,
        applicationId: application.id,
        reason,
        details: { appVersion, from: version.status, to: status },
      },
    ];
    const set = () => versions.update({ id }, { status, updatedAt: () => 'now()' });
    if (!disables) {
      await set();
      await recordEvents(database, context.caller, events);
      return { subjectId: id, value: (await versions.findById(id))! };
    }
    const deviceIds = await versions.listInstallations(application.id, appVersion);
    const users = await versions.listUsersOn(deviceIds);
    if (users.some((userId) => !before.includes(userId))) throw new Restart();
    const revocation = await revoke(database, context.caller, {
      action: 'setApplicationVersionStatus',
      target: { type: 'ApplicationVersion', id },
      userId: null,
      reason,
      selections: selectionsOn('installation', deviceIds),
      dryRun: input.dryRun ?? false,
      events,
      end: async (revocationId) => {
        await set();
        const cause = { reason: 'APPLICATION_VERSION_DISABLED', revocationId } as const;
        await endWithDependents(database, 'installation', deviceIds, cause);
      },
    });
    return { subjectId: id, value: (await versions.findById(id))!, revocation };
  });
