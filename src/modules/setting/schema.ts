/** The types of the settings in the schema, made of their table. */
import { type ClassType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import {
  fieldOf,
  SessionLimitBehaviour,
  SETTINGS,
  type Definition,
  type SettingKey,
  type Settings,
} from '../../core/setting/table';

@ObjectType('BooleanSetting', { simpleResolvers: true, description: 'A setting that is on or off.' })
export class BooleanSetting {
  @Field({ description: 'What holds.' })
  value: boolean;

  @Field({ description: 'What holds where nothing was set.' })
  default: boolean;
}

@ObjectType('IntegerSetting', { simpleResolvers: true, description: 'A setting that is a whole number.' })
export class IntegerSetting {
  @Field(() => Int, { description: 'What holds.' })
  value: number;

  @Field(() => Int, { description: 'What holds where nothing was set.' })
  default: number;

  @Field(() => Int, { description: 'The least that it may be.' })
  minimum: number;

  @Field(() => Int, { description: 'The most that it may be.' })
  maximum: number;
}

@ObjectType('SessionLimitBehaviourSetting', { simpleResolvers: true, description: 'A setting that is one of a few.' })
export class SessionLimitBehaviourSetting {
  @Field(() => SessionLimitBehaviour, { description: 'What holds.' })
  value: SessionLimitBehaviour;

  @Field(() => SessionLimitBehaviour, { description: 'What holds where nothing was set.' })
  default: SessionLimitBehaviour;
}

const OUTPUT_TYPES: Record<Definition['type'], ClassType<object>> = {
  boolean: BooleanSetting,
  integer: IntegerSetting,
  limitBehaviour: SessionLimitBehaviourSetting,
};
const INPUT_TYPES = { boolean: Boolean, integer: Int, limitBehaviour: SessionLimitBehaviour };

@ObjectType('Settings', {
  simpleResolvers: true,
  description: 'What is set for the whole service. A change counts from the answer of `updateSettings` on.',
})
export class SettingsObject {
  @Field(() => Int, { description: 'Grows by one with each change.' })
  version: number;
}

@InputType({ description: 'Changes to the settings: only what is given changes, and null goes back to the default.' })
export class UpdateSettingsInput extends VersionedInput {}

for (const [key, { type, description, ...more }] of SETTINGS) {
  Field(() => OUTPUT_TYPES[type], { description })(SettingsObject.prototype, fieldOf(key));
  const bounds = 'minimum' in more ? ` From ${more.minimum} to ${more.maximum}.` : '';
  Field(() => INPUT_TYPES[type], { nullable: true, description: `${description}${bounds}` })(
    UpdateSettingsInput.prototype,
    fieldOf(key),
  );
}

export const UpdateSettingsPayload = payloadOf('UpdateSettings', {
  settings: { type: () => SettingsObject, description: 'The settings as they are now.' },
});

/** All settings as the schema shows them. */
export const settingsObject = (version: number, values: Settings): SettingsObject => ({
  version,
  ...Object.fromEntries(
    SETTINGS.map(([key, { type: _, description: __, ...more }]) => [fieldOf(key), { ...more, value: values[key] }]),
  ),
});

/** What an input gives for a setting: undefined where it says nothing, null for the default. */
export const inputValue = (input: UpdateSettingsInput, key: SettingKey): unknown =>
  (input as unknown as Record<string, unknown>)[fieldOf(key)];
