/** Settings of the service. */
import { defineModule } from '../../core/module/module';
import { SettingCapabilities } from './capabilities';
import { SettingResolver } from './resolver';
import { addSettingFields } from './fields';
import { settingRules } from './rules';
import * as vocabulary from './vocabulary';

export const settingModule = defineModule({
  name: 'setting',
  ...vocabulary,
  resolvers: [SettingCapabilities, SettingResolver],
  rules: settingRules,
  compose: addSettingFields,
});
