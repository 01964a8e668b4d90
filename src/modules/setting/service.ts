/** The rules of changing settings. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { invalidInput } from '../../schema/errors';
import { requireTwoFactors } from '../../core/mutation/assurance';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { given, shown, type SettingsObject, type UpdateSettingsInput } from './schema';
import { readSettings } from '../../core/setting/settings';
import { fieldOf, SETTINGS, type Definition, type SettingKey } from '../../core/setting/table';

const KEYS = SETTINGS.map(([key]) => key);

/** One row carries the version, and is locked by whoever changes anything. */
const readVersion = async (database: Database, lock = ''): Promise<number> =>
  (await database.one<{ value: number }>(`select value from settings where key = 'version' ${lock}`))!.value;

export const readAllSettings = async (database: Database): Promise<SettingsObject> =>
  shown(await readVersion(database), await readSettings(database, KEYS));

const check = (key: SettingKey, definition: Definition, value: unknown): void => {
  if (definition.type !== 'integer') return;
  const { minimum, maximum } = definition;
  if ((value as number) < minimum || (value as number) > maximum)
    throw invalidInput(fieldOf(key), `\`${fieldOf(key)}\` must be from ${minimum} to ${maximum}.`);
};

export const updateSettings = (context: Context, input: UpdateSettingsInput): Promise<MutationResult<SettingsObject>> =>
  runMutation(context, { action: 'updateSettings', input, reload: readAllSettings }, async (database) => {
    const version = await readVersion(database, 'for update');
    checkVersion({ version }, input.ifVersion);
    const before = await readSettings(database, KEYS);
    const changes: Record<string, { from: unknown; to: unknown }> = {};
    for (const [key, definition] of SETTINGS) {
      const wanted = given(input, key);
      if (wanted === undefined) continue;
      if (wanted !== null) check(key, definition, wanted);
      await (wanted === null
        ? database.execute('delete from settings where key = $1', [key])
        : database.execute(
            `insert into settings (key, value, updated_at) values ($1, $2, now())
             on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
            [key, JSON.stringify(wanted)],
          ));
      const to = wanted ?? definition.default;
      if (to !== before[key]) changes[key] = { from: before[key], to };
    }
    if (changes['stepUp.secondFactor']?.to === true) await requireTwoFactors(database, context);
    if (Object.keys(changes).length > 0) {
      await database.execute(`update settings set value = $1, updated_at = now() where key = 'version'`, [
        String(version + 1),
      ]);
      await recordEvents(database, context.caller, [
        { type: 'SETTINGS_UPDATED', reason: input.reason ?? null, details: { changes } },
      ]);
    }
    return { value: await readAllSettings(database) };
  });
