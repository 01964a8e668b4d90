/** The rules of getting push messages on a device, and of getting them no more. */
import { QueryFailedError } from 'typeorm';
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { columnsOf } from '../../schema/columns';
import { conflict, enforce, invalidInput, notFound } from '../../schema/errors';
import { DeviceLink, mayDisconnect } from '../device';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers, type Receipt } from '../../core/revocation/engine';
import { principalFor } from '../../core/authority/extent';
import { checkAddress } from './checks';
import { endPush, ENROLLED, type Enrolled } from './endings';
import type { EnrollPushAuthenticationInput, RevokePushNotificationsInput } from './inputs';
import { enrolledBeside, pushLink, type PushLink } from './find';
import { mayEnrollPush, mayEnrollPushBeside, mayRevokePush } from './policy';

const EXCLUSION_VIOLATION = '23P01';

const findLink = (database: Database, id: string | null): Promise<DeviceLink | null> =>
  database.one<DeviceLink>(
    `select ${columnsOf(DeviceLink, 'x')} from device_links x where x.id = $1 and x.ended_at is null`,
    [id],
  );

/** The constraint decides: of two that enroll one address at once, one gets it. */
const store = async (
  database: Database,
  link: PushLink,
  { provider, address, hash }: { provider: string; address: string; hash: Buffer },
): Promise<void> => {
  try {
    await database.execute(
      `insert into push_enrollments (id, user_id, device_id, device_link_id, provider, address, address_hash, enrolled_at)
       values ($1, $2, $3, $4, $5, $6, $7, now())
       on conflict (device_link_id) do update
         set provider = excluded.provider, address = excluded.address, address_hash = excluded.address_hash, enrolled_at = excluded.enrolled_at`,
      [newId(), link.userId, link.deviceId, link.id, provider, address, hash],
    );
  } catch (error) {
    const { code } = error instanceof QueryFailedError ? (error.driverError as { code?: string }) : {};
    if (code === EXCLUSION_VIOLATION)
      throw conflict(
        'address',
        'Another device uses this address; end push there, or give the address of this device.',
      );
    throw error;
  }
  await database.execute('update device_links set push_enrolled_at = now() where id = $1', [link.id]);
};

export const enrollPushAuthentication = (
  context: Context,
  input: EnrollPushAuthenticationInput,
): Promise<MutationResult<DeviceLink>> =>
  runMutation(context, { action: 'enrollPushAuthentication', input, reload: findLink }, async (database) => {
    const { principal, caller } = context;
    const { provider } = input;
    const address = checkAddress(provider, input.address);
    if (!context.pushProviders.has(provider))
      throw invalidInput('provider', `This service is not set up to send push messages by ${provider}.`);
    const userId = principal.userId;
    if (userId) await lockUsers(database, [userId]);
    const found = userId ? await pushLink(database, principal.deviceLinkId) : null;
    enforce(mayEnrollPush(principal, found));
    const link = found!;

    const hash = secretHash(`${provider}:${address}`);
    const same = await database.one('select 1 from push_enrollments where device_link_id = $1 and address_hash = $2', [
      link.id,
      hash,
    ]);
    const done = async (revocation: Receipt | null) => ({
      subjectId: link.id,
      value: (await findLink(database, link.id))!,
      revocation,
    });
    if (same) return done(null);

    const others = await enrolledBeside(database, link);
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
    await store(database, link, { provider, address, hash });
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
    return done(revocation);
  });

export interface Ended {
  userId: string;
  deviceId: string;
}

export const revokePushNotifications = (
  context: Context,
  input: RevokePushNotificationsInput,
): Promise<MutationResult<Ended>> => {
  const userId = decodeId('User', input.userId);
  const deviceId = decodeId('Device', input.deviceId);
  const value = { userId: userId!, deviceId: deviceId! };
  return runMutation(
    context,
    { action: 'revokePushNotifications', input, reload: async () => value },
    async (database) => {
      if (!userId) throw notFound('user', 'userId');
      await lockUsers(database, [userId]);
      const caller = await principalFor(database, context.principal, userId);
      enforce(mayDisconnect(caller, userId));
      const link = await database.one<{ id: string; userId: string; pushEnrolledAt: Date | null; version: number }>(
        `select l.id, l.user_id as "userId", l.push_enrolled_at as "pushEnrolledAt", d.version from device_links l join devices d on d.id = l.device_id
       where l.user_id = $1 and l.device_id = $2 and l.ended_at is null`,
        [userId, deviceId],
      );
      if (!link || !deviceId) throw notFound('device of this user', 'deviceId');
      checkVersion(link, input.ifVersion);
      enforce(mayRevokePush(caller, link));
      const enrolled = await database.query<Enrolled>(
        `select ${ENROLLED} from push_enrollments p where p.device_link_id = $1`,
        [link.id],
      );
      const revocation = await endPush(database, context.caller, {
        action: 'revokePushNotifications',
        target: { type: 'Device', id: deviceId },
        enrolled,
        reason: input.reason ?? null,
        dryRun: input.dryRun ?? false,
      });
      return { subjectId: deviceId, value, revocation };
    },
  );
};
