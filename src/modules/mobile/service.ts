/** Revoking mobile authentication on a device, and removing one of its keys. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { type DeviceLink, deviceLinks, devices, mayDisconnect } from '../device';
import type { NewEvent } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { endWithDependents, selectionsOn } from '../../core/revocation/dependents';
import { lockUsers, revoke, type Receipt } from '../../core/revocation/engine';
import { earlierReceipt } from '../../core/revocation/find';
import { principalFor } from '../../core/authority/object-permissions';
import type { RemoveDeviceAuthenticatorInput, RevokeMobileAuthenticationInput } from './inputs';
import { mayRemoveDeviceAuthenticator, mayRevokeMobileAuthentication } from './policy';
import type { Authenticator } from './entity';
import { authenticators } from './repository';

interface Ending {
  action: string;
  reason: string | null;
  dryRun: boolean;
}

/** Push depends on mobile authentication and ends with it. */
const endMobileAuthentication = (
  database: Database,
  context: Context,
  link: DeviceLink,
  ending: Ending,
): Promise<Receipt> => {
  const about = { userId: link.userId, deviceId: link.deviceId };
  const events: NewEvent[] = [{ type: 'MOBILE_AUTHENTICATION_REVOKED', ...about }];
  if (link.pushEnrolledAt) events.push({ type: 'PUSH_REVOKED', ...about });
  return revoke(database, context.caller, {
    ...ending,
    target: { type: 'Device', id: link.deviceId },
    userId: link.userId,
    selections: selectionsOn('mobileAuthentication', [link.id]),
    events,
    end: (revocationId) =>
      endWithDependents(database, 'mobileAuthentication', [link.id], { reason: 'REVOKED', revocationId }),
  });
};

const endingOf = (action: string, input: { reason?: string | null; dryRun?: boolean | null }): Ending => ({
  action,
  reason: input.reason ?? null,
  dryRun: input.dryRun ?? false,
});

const reload = (database: Database, id: string | null) => deviceLinks(database).findById(id);

export const revokeMobileAuthentication = (
  context: Context,
  input: RevokeMobileAuthenticationInput,
): Promise<MutationResult<DeviceLink>> =>
  runMutation(context, { action: 'revokeMobileAuthentication', input, reload }, async (database) => {
    const userId = decodeId('User', input.userId);
    const deviceId = decodeId('Device', input.deviceId);
    if (!userId) throw notFound('user', 'userId');
    await lockUsers(database, [userId]);
    const caller = await principalFor(database, context.principal, userId);
    enforce(mayDisconnect(caller, userId));
    const link = deviceId && (await deviceLinks(database).findOf(userId, deviceId));
    if (!link) throw notFound('device', 'deviceId');
    const device = await devices(database).findById(link.deviceId);
    if (device) checkVersion(device, input.ifVersion);
    enforce(mayRevokeMobileAuthentication(caller, link));
    const revocation = await endMobileAuthentication(
      database,
      context,
      link,
      endingOf('revokeMobileAuthentication', input),
    );
    return { subjectId: link.id, value: (await deviceLinks(database).findById(link.id))!, revocation };
  });

export interface RemovedKey {
  authenticator: Authenticator;
  deviceLink: DeviceLink | null;
}

/** The device link is null if it has ended since. */
const reloadKey = async (database: Database, id: string | null): Promise<RemovedKey | null> => {
  const authenticator = await authenticators(database).findById(id);
  return authenticator && { authenticator, deviceLink: await reload(database, authenticator.deviceLinkId) };
};

/** Removing the last key ends mobile authentication, because the user could not confirm anything with it. */
export const removeDeviceAuthenticator = (
  context: Context,
  input: RemoveDeviceAuthenticatorInput,
): Promise<MutationResult<RemovedKey>> =>
  runMutation(context, { action: 'removeDeviceAuthenticator', input, reload: reloadKey }, async (database) => {
    const id = decodeId('Authenticator', input.authenticatorId);
    const found = await authenticators(database).findById(id);
    if (!found) throw notFound('authenticator', 'authenticatorId');
    enforce(mayRemoveDeviceAuthenticator(await principalFor(database, context.principal, found.userId), found));
    await lockUsers(database, [found.userId]);
    const authenticator = await authenticators(database).findById(id);
    const link = await deviceLinks(database).findById(found.deviceLinkId);
    if (!authenticator || !link) throw notFound('authenticator', 'authenticatorId');
    enforce(
      mayRemoveDeviceAuthenticator(
        await principalFor(database, context.principal, authenticator.userId),
        authenticator,
      ),
    );
    const resultOf = async (revocation: Receipt | null) => ({
      subjectId: authenticator.id,
      value: (await reloadKey(database, authenticator.id))!,
      revocation,
    });
    if (authenticator.endedAt) return resultOf(await earlierReceipt(database, authenticator.revocationId));
    const ending = endingOf('removeDeviceAuthenticator', input);
    if ((await authenticators(database).listOfLink(link.id)).length === 1)
      return resultOf(await endMobileAuthentication(database, context, link, ending));
    return resultOf(
      await revoke(database, context.caller, {
        ...ending,
        target: { type: 'Authenticator', id: authenticator.id },
        userId: authenticator.userId,
        selections: [{ kind: 'authenticator', column: 'id', values: [authenticator.id] }],
        events: [
          {
            type: 'AUTHENTICATOR_REMOVED',
            userId: authenticator.userId,
            deviceId: link.deviceId,
            details: { kind: authenticator.kind, name: authenticator.name },
          },
        ],
        end: (revocationId) =>
          endWithDependents(database, 'authenticator', [authenticator.id], { reason: 'REVOKED', revocationId }),
      }),
    );
  });
