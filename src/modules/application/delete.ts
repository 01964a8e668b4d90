/** Deletes applications, with everything that depends on them. */
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { enforce } from '../../schema/errors';
import { checkVersion } from '../../core/mutation/input';
import { runMutation, type MutationResult, Restart } from '../../core/mutation/run';
import { endWithDependents, eventsOn, removeDependents, selectionsOn } from '../../core/revocation/dependents';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { endEpoch } from '../../core/revocation/epochs';
import { roles } from '../role';
import type { DeleteApplicationInput } from './inputs';
import { mayDeleteApplication } from './policy';
import { applications } from './repository';
import { requireApplication } from './require';

export const deleteApplication = (context: Context, input: DeleteApplicationInput): Promise<MutationResult<string>> =>
  runMutation(
    context,
    { action: 'deleteApplication', input, reload: async (_database, id) => id },
    async (database) => {
      const requestedId = decodeId('Application', input.applicationId);
      const before = requestedId ? await applications(database).listInstallationLinks(requestedId) : [];
      const users = new Set(before.map(({ userId }) => userId));
      await lockUsers(database, [...users], { actsOn: false });
      const application = await requireApplication(database, context, input.applicationId);
      checkVersion(application, input.ifVersion);
      const { id, name, identifier } = application;
      const deviceIds = await applications(database).lockDevices(id);
      enforce(await mayDeleteApplication(application, async () => deviceIds.length > 0 && !input.force));
      const links = await applications(database).listInstallationLinks(id);
      if (links.some(({ userId }) => !users.has(userId))) throw new Restart();
      const linkIds = links.map((link) => link.id);
      const revocation = await revoke(database, context.caller, {
        action: 'deleteApplication',
        target: { type: 'Application', id },
        reason: input.reason ?? null,
        selections: [
          { kind: 'device', column: 'id', values: deviceIds, rowsAreDeleted: true },
          // Sign-ins confirmed on a device issued tokens of other applications.
          ...selectionsOn('deviceLink', linkIds),
          { kind: 'token', column: 'application_id', values: [id] },
          { kind: 'accessGrant', column: 'application_id', values: [id] },
          ...selectionsOn('application', [id]),
        ],
        dryRun: input.dryRun ?? false,
        events: [
          ...(await eventsOn(database, 'deviceLink', linkIds)),
          { type: 'APPLICATION_DELETED', applicationId: id, details: { name, devices: deviceIds.length } },
        ],
        end: async (revocationId) => {
          const cause = { reason: 'APPLICATION_DELETED', revocationId } as const;
          await endEpoch(database, 'applications', [id], cause.reason, revocationId);
          await endWithDependents(database, 'deviceLink', linkIds, cause);
          await endWithDependents(database, 'application', [id], cause);
          await removeDependents(database, 'application', [id], cause);
          if (identifier !== null) {
            await roles(database).forgetResourceServer(identifier);
            await applications(database).forgetResourceServer(identifier);
          }
          await applications(database).delete({ id });
        },
      });
      return { subjectId: id, value: id, revocation };
    },
  );
