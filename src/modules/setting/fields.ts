/** The fields of the settings that the modules declare. */
import { Field } from 'type-graphql';
import { settingField, SETTINGS } from '../../core/setting/registry';
import { carried } from '../../schema/rules';
import { settingRules } from './rules';
import { INPUT_TYPES, OUTPUT_TYPES, SettingsObject, UpdateSettingsInput } from './schema';

/** Adds a field, an input field and a rule for each setting, after all modules have declared theirs. */
export const addSettingFields = (): void => {
  for (const [key, { type, description, ...more }] of SETTINGS) {
    Field(() => OUTPUT_TYPES[type], { description })(SettingsObject.prototype, settingField(key));
    const bounds = 'minimum' in more ? ` From ${more.minimum} to ${more.maximum}.` : '';
    Field(() => INPUT_TYPES[type], { nullable: true, description: `${description}${bounds}` })(
      UpdateSettingsInput.prototype,
      settingField(key),
    );
    settingRules['Settings']![settingField(key)] = carried;
  }
};
