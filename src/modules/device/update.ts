/** The rule of telling what has changed on a device of one's own: its name, and the versions that it has now. */
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
import { findDevice } from './find';
import { notYours } from './policy';
import { DEVICE_TEXT_LENGTHS, isPrintable } from '../../schema/text';

const COLUMNS = { name: 'name', osVersion: 'os_version', appVersion: 'app_version' } as const;
type Told = keyof typeof COLUMNS;

/** Locked, if it is the user's. */
const lockOwn = async (database: Database, userId: string, id: string): Promise<Device | null> => {
  await lockUsers(database, [userId]);
  const [own] = await database.query(
    `select d.id from devices d join device_links l on l.device_id = d.id
     where d.id = $1 and l.user_id = $2 and l.ended_at is null for no key update of d`,
    [id, userId],
  );
  return own ? findDevice(database, id) : null;
};

/** What is given and differs. */
const changesOf = (device: Device, input: UpdateMyDeviceInput): Partial<Record<Told, string>> => {
  const changes: Partial<Record<Told, string>> = {};
  for (const field of Object.keys(COLUMNS) as Told[]) {
    const text = input[field];
    if (text == null) continue;
    const most = DEVICE_TEXT_LENGTHS[field];
    if (text.trim() === '' || text !== text.trim() || [...text].length > most || !isPrintable(text))
      throw invalidInput(
        field,
        `\`${field}\` must be 1 to ${most} characters without control characters or spaces at its ends.`,
      );
    if (text !== device[field]) changes[field] = text;
  }
  return changes;
};

/** The version that is left is held too: whoever closes it then counts this device with one of the two. */
const changeVersion = async (database: Database, { applicationId, appVersion }: Device, to: string): Promise<void> => {
  await applicationVersions(database).remember(applicationId, to);
  const held = await applicationVersions(database).lockStatuses(applicationId, [
    to,
    ...(appVersion === null ? [] : [appVersion]),
  ]);
  if (held.get(to) === 'DISABLED')
    throw new Refusal('INVALID_STATE', 'This version of the application has been disabled; install another one.', [
      'input',
      'appVersion',
    ]);
};

export const updateMyDevice = (context: Context, input: UpdateMyDeviceInput): Promise<MutationResult<Device>> =>
  runMutation(context, { action: 'updateMyDevice', input, reload: findDevice }, async (database) => {
    const { userId } = context.principal;
    const deviceId = decodeId('Device', input.deviceId);
    const device = userId && deviceId ? await lockOwn(database, userId, deviceId) : null;
    if (!device) throw notYours();
    checkVersion(device, input.ifVersion);
    const changes = changesOf(device, input);
    const changed = Object.keys(changes) as Told[];
    if (changed.length === 0) return { subjectId: device.id, value: device };
    if (changes.appVersion !== undefined) await changeVersion(database, device, changes.appVersion);
    await database.execute(
      `update devices set ${changed.map((field, i) => `${COLUMNS[field]} = $${i + 2}`).join(', ')}, version = version + 1 where id = $1`,
      [device.id, ...changed.map((field) => changes[field])],
    );
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
    return { subjectId: device.id, value: (await findDevice(database, device.id))! };
  });
