/** `updateMyDevice`: changes the name of one's own device and the versions on it. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { invalidInput, Refusal } from '../../schema/errors';
import { applicationVersions } from '../app-version';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers } from '../../core/revocation/engine';
import type { Device } from './entity';
import type { UpdateMyDeviceInput } from './inputs';
import { notOwnDevice } from './policy';
import { devices } from './repository';
import { DEVICE_TEXT_LENGTHS, isPrintable } from '../../schema/text';

const FIELDS = ['name', 'osVersion', 'appVersion'] as const;
type DeviceField = (typeof FIELDS)[number];

/** Locks the device, if the user is signed in on it. */
const lockOwnDevice = async (database: Database, userId: string, id: string): Promise<Device | null> => {
  await lockUsers(database, [userId]);
  const own = await devices(database).lockOfUser(id, userId);
  return own ? devices(database).findById(id) : null;
};

/** The fields that are given and differ. */
const changesOf = (device: Device, input: UpdateMyDeviceInput): Partial<Record<DeviceField, string>> => {
  const changes: Partial<Record<DeviceField, string>> = {};
  for (const field of FIELDS) {
    const text = input[field];
    if (text == null) continue;
    const most = DEVICE_TEXT_LENGTHS[field];
    if (text.trim() === '' || text !== text.trim() || [...text].length > most || !isPrintable(text))
      throw invalidInput(
        field,
        `\`${field}\` must be 1 to ${most} characters, without control characters or leading or trailing spaces.`,
      );
    if (text !== device[field]) changes[field] = text;
  }
  return changes;
};

/** Holds the former version too, so that disabling either version counts this device with one of the two. */
const changeVersion = async (database: Database, { applicationId, appVersion }: Device, to: string): Promise<void> => {
  await applicationVersions(database).remember(applicationId, to);
  const statuses = await applicationVersions(database).lockStatuses(applicationId, [
    to,
    ...(appVersion === null ? [] : [appVersion]),
  ]);
  if (statuses.get(to) === 'DISABLED')
    throw new Refusal('INVALID_STATE', 'This version of the application is disabled. Install another version.', [
      'input',
      'appVersion',
    ]);
};

const reload = (database: Database, id: string | null) => devices(database).findById(id);

export const updateMyDevice = (context: Context, input: UpdateMyDeviceInput): Promise<MutationResult<Device>> =>
  runMutation(context, { action: 'updateMyDevice', input, reload }, async (database) => {
    const { userId } = context.principal;
    const deviceId = decodeId('Device', input.deviceId);
    const device = userId && deviceId ? await lockOwnDevice(database, userId, deviceId) : null;
    if (!device) throw notOwnDevice();
    checkVersion(device, input.ifVersion);
    const changes = changesOf(device, input);
    const changed = Object.keys(changes) as DeviceField[];
    if (changed.length === 0) return { subjectId: device.id, value: device };
    if (changes.appVersion !== undefined) await changeVersion(database, device, changes.appVersion);
    await devices(database).change(device.id, changes);
    await recordEvents(database, context.caller, [
      {
        type: 'DEVICE_UPDATED',
        userId,
        deviceId: device.id,
        applicationId: device.applicationId,
        reason: input.reason ?? null,
        details: { changed },
      },
    ]);
    return { subjectId: device.id, value: (await devices(database).findById(device.id))! };
  });
