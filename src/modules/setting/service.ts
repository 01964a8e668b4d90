/** Reading and changing settings. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { invalidInput } from '../../schema/errors';
import { requireTwoFactors } from '../../core/mutation/assurance';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { inputValue, settingsObject, type SettingsObject, type UpdateSettingsInput } from './schema';
import { readSettings, readSettingsVersion, writeSetting, writeSettingsVersion } from '../../core/setting/settings';
import type { Definition } from '../../core/setting/definition';
import { settingField, SETTINGS, type SettingKey } from '../../core/setting/registry';

const allKeys = (): SettingKey[] => SETTINGS.map(([key]) => key);

export const readAllSettings = async (database: Database): Promise<SettingsObject> =>
  settingsObject(await readSettingsVersion(database), await readSettings(database, allKeys()));

const check = (key: SettingKey, definition: Definition, value: unknown): void => {
  if (definition.type === 'text') {
    const fault = definition.fault(value as string);
    if (fault) throw invalidInput(settingField(key), `\`${settingField(key)}\` ${fault}`);
  }
  if (definition.type !== 'integer') return;
  const { minimum, maximum } = definition;
  if ((value as number) < minimum || (value as number) > maximum)
    throw invalidInput(settingField(key), `\`${settingField(key)}\` must be between ${minimum} and ${maximum}.`);
};

export const updateSettings = (context: Context, input: UpdateSettingsInput): Promise<MutationResult<SettingsObject>> =>
  runMutation(context, { action: 'updateSettings', input, reload: readAllSettings }, async (database) => {
    const version = await readSettingsVersion(database, { lock: true });
    checkVersion({ version }, input.ifVersion);
    const before = await readSettings(database, allKeys());
    const changes: Record<string, { from: unknown; to: unknown }> = {};
    for (const [key, definition] of SETTINGS) {
      const wanted = inputValue(input, key);
      if (wanted === undefined) continue;
      if (wanted !== null) check(key, definition, wanted);
      await writeSetting(database, key, wanted);
      const to = wanted ?? definition.default;
      if (to !== before[key]) changes[key] = { from: before[key], to };
    }
    if (changes['stepUp.secondFactor']?.to === true) await requireTwoFactors(database, context);
    if (Object.keys(changes).length > 0) {
      await writeSettingsVersion(database, version + 1);
      await recordEvents(database, context.caller, [
        { type: 'SETTINGS_UPDATED', reason: input.reason ?? null, details: { changes } },
      ]);
    }
    return { value: await readAllSettings(database) };
  });
