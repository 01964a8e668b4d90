/** Authorization rules of the settings. */
import { carried, creates, needs, type FieldRules } from '../../schema/rules';
import { settingField, SETTINGS } from '../../core/setting/registry';

const fields: FieldRules[string] = { viewerCanUpdate: carried };

export const settingRules: FieldRules = {
  Query: { settings: needs('settings:read') },
  Mutation: { updateSettings: creates('AUTHORITY', needs('settings:manage')) },
  Settings: fields,
};

/** Adds the rule of each setting's field, after all modules have declared theirs. */
export const addSettingRules = (): void => {
  for (const [key] of SETTINGS) fields[settingField(key)] = carried;
};
