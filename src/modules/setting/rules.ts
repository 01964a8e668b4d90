/** Authorization rules of the settings. `fields.ts` adds one for each setting. */
import { carried, creates, needs, type FieldRules } from '../../schema/rules';

export const settingRules: FieldRules = {
  Query: { settings: needs('settings:read') },
  Mutation: { updateSettings: creates('AUTHORITY', needs('settings:manage')) },
  Settings: { viewerCanUpdate: carried },
};
