/** Authorization rules of the settings. */
import { carried, creates, needs, type FieldRules } from '../../schema/rules';
import { fieldOf, SETTINGS } from '../../core/setting/table';

export const settingRules: FieldRules = {
  Query: { settings: needs('settings:read') },
  Mutation: { updateSettings: creates('AUTHORITY', needs('settings:manage')) },
  Settings: { viewerCanUpdate: carried, ...Object.fromEntries(SETTINGS.map(([key]) => [fieldOf(key), carried])) },
};
