/** Settings of the service. */
import { defineModule } from '../../core/module/module';
import { SettingCapabilities } from './capabilities';
import { SettingResolver } from './resolver';
import { settingRules } from './rules';

export const settingModule = defineModule({
  name: 'setting',
  resolvers: [SettingCapabilities, SettingResolver],
  rules: settingRules,
});
