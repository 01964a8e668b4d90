/** Authorization rules of the settings. */
import { carried, creates, needs, type FieldRules } from '../../schema/rules';
import { fieldOf, SETTINGS } from '../../core/setting/table';

const fields: FieldRules[string] = { viewerCanUpdate: carried };

export const settingRules: FieldRules = {
  Query: { settings: needs('settings:read') },
  Mutation: { updateSettings: creates('AUTHORITY', needs('settings:manage')) },
  Settings: fields,
};

/** Adds the rule of each setting's field, after all modules have declared theirs. */
export const addSettingRules = (): void => {
  for (const [key] of SETTINGS) fields[fieldOf(key)] = carried;
};
