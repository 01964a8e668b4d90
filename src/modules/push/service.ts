/** Enrolling a device for push messages, and revoking that. */
import { QueryFailedError } from 'typeorm';
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { conflict, enforce, invalidInput, notFound } from '../../schema/errors';
import { type DeviceLink, deviceLinks, mayDisconnect, type PushLink } from '../device';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers, type Receipt } from '../../core/revocation/engine';
import { principalFor } from '../../core/authority/object-permissions';
import { checkAddress } from './checks';
import { endPush } from './endings';
import type { PushEnrollment } from './entity';
import type { EnrollPushAuthenticationInput, RevokePushNotificationsInput } from './inputs';
import { mayEnrollPush, mayEnrollPushBeside, mayRevokePush } from './policy';
import { pushEnrollments } from './repository';

const EXCLUSION_VIOLATION = '23P01';

const reload = (database: Database, id: string | null) => deviceLinks(database).findById(id);

/** A constraint ensures that an address belongs to one device, also when two devices enroll it at the same time. */
const saveAddress = async (
  database: Database,
  link: PushLink,
  given: Pick<PushEnrollment, 'provider' | 'address' | 'addressHash'>,
): Promise<void> => {
  try {
    const { id: deviceLinkId, userId, deviceId } = link;
    await pushEnrollments(database).put({ id: newId(), userId, deviceId, deviceLinkId, ...given });
  } catch (error) {
    const { code } = error instanceof QueryFailedError ? (error.driverError as { code?: string }) : {};
    if (code === EXCLUSION_VIOLATION)
      throw conflict(
        'address',
        'Another device uses this address. Revoke push there, or use the address of this device.',
      );
    throw error;
  }
  await deviceLinks(database).enrollPush(link.id);
};

export const enrollPushAuthentication = (
  context: Context,
  input: EnrollPushAuthenticationInput,
): Promise<MutationResult<DeviceLink>> =>
  runMutation(context, { action: 'enrollPushAuthentication', input, reload }, async (database) => {
    const { principal, caller } = context;
    const { provider } = input;
    const address = checkAddress(provider, input.address);
    if (!context.pushProviders.has(provider))
      throw invalidInput('provider', `This service is not configured to send push messages through ${provider}.`);
    const userId = principal.userId;
    if (userId) await lockUsers(database, [userId]);
    const found = userId ? await deviceLinks(database).findWithPushMode(principal.deviceLinkId) : null;
    enforce(mayEnrollPush(principal, found));
    const link = found!;

    const addressHash = secretHash(`${provider}:${address}`);
    const same = await pushEnrollments(database).existsBy({ deviceLinkId: link.id, addressHash });
    const resultOf = async (revocation: Receipt | null) => ({
      subjectId: link.id,
      value: (await deviceLinks(database).findById(link.id))!,
      revocation,
    });
    if (same) return resultOf(null);

    const others = await pushEnrollments(database).listOnOtherDevices(link);
    enforce(mayEnrollPushBeside(link.pushMode, others.length));
    const revocation =
      others.length > 0 && link.pushMode === 'OVERRIDE'
        ? await endPush(database, caller, {
            action: 'enrollPushAuthentication',
            target: { type: 'Device', id: link.deviceId },
            enrolled: others,
            cause: 'another-device-enrolled',
            reason: input.reason ?? null,
            dryRun: input.dryRun ?? false,
          })
        : null;
    await saveAddress(database, link, { provider, address, addressHash });
    await recordEvents(database, caller, [
      {
        type: 'PUSH_ENROLLED',
        userId: link.userId,
        deviceId: link.deviceId,
        applicationId: link.applicationId,
        reason: input.reason ?? null,
        details: { provider },
      },
    ]);
    return resultOf(revocation);
  });

export const revokePushNotifications = (
  context: Context,
  input: RevokePushNotificationsInput,
): Promise<MutationResult<DeviceLink>> =>
  runMutation(context, { action: 'revokePushNotifications', input, reload }, async (database) => {
    const userId = decodeId('User', input.userId);
    const deviceId = decodeId('Device', input.deviceId);
    if (!userId) throw notFound('user', 'userId');
    await lockUsers(database, [userId]);
    const caller = await principalFor(database, context.principal, userId);
    enforce(mayDisconnect(caller, userId));
    const link = deviceId ? await deviceLinks(database).findWithVersion(userId, deviceId) : null;
    if (!link || !deviceId) throw notFound('device', 'deviceId');
    checkVersion(link, input.ifVersion);
    enforce(mayRevokePush(caller, link));
    const enrolled = await pushEnrollments(database).listOfLink(link.id);
    const revocation = await endPush(database, context.caller, {
      action: 'revokePushNotifications',
      target: { type: 'Device', id: deviceId },
      enrolled,
      reason: input.reason ?? null,
      dryRun: input.dryRun ?? false,
    });
    return { subjectId: link.id, value: (await reload(database, link.id))!, revocation };
  });
