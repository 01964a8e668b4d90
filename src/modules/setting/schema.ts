/** The GraphQL types of the settings, generated from the list in core. */
import { type ClassType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import type { Definition } from '../../core/setting/definition';
import {
  settingField,
  SessionLimitBehaviour,
  SETTINGS,
  type SettingKey,
  type Settings,
} from '../../core/setting/registry';

@ObjectType('BooleanSetting', { simpleResolvers: true, description: 'A setting that is on or off.' })
export class BooleanSetting {
  @Field({ description: 'The current value.' })
  value: boolean;

  @Field({ description: 'The default value.' })
  default: boolean;
}

@ObjectType('IntegerSetting', { simpleResolvers: true, description: 'A setting that is a whole number.' })
export class IntegerSetting {
  @Field(() => Int, { description: 'The current value.' })
  value: number;

  @Field(() => Int, { description: 'The default value.' })
  default: number;

  @Field(() => Int, { description: 'The minimum value.' })
  minimum: number;

  @Field(() => Int, { description: 'The maximum value.' })
  maximum: number;
}

@ObjectType('SessionLimitBehaviourSetting', {
  simpleResolvers: true,
  description: 'The setting for the behaviour at the session limit.',
})
export class SessionLimitBehaviourSetting {
  @Field(() => SessionLimitBehaviour, { description: 'The current value.' })
  value: SessionLimitBehaviour;

  @Field(() => SessionLimitBehaviour, { description: 'The default value.' })
  default: SessionLimitBehaviour;
}

@ObjectType('TextSetting', { simpleResolvers: true, description: 'A setting that is a text.' })
export class TextSetting {
  @Field(() => String, { nullable: true, description: 'The current value.' })
  value: string | null;

  @Field(() => String, { nullable: true, description: 'The default value.' })
  default: string | null;
}

export const OUTPUT_TYPES: Record<Definition['type'], ClassType<object>> = {
  boolean: BooleanSetting,
  integer: IntegerSetting,
  limitBehaviour: SessionLimitBehaviourSetting,
  text: TextSetting,
};
export const INPUT_TYPES = { boolean: Boolean, integer: Int, limitBehaviour: SessionLimitBehaviour, text: String };

@ObjectType('Settings', {
  simpleResolvers: true,
  description: 'The settings of the service. A change takes effect when `updateSettings` returns.',
})
export class SettingsObject {
  @Field(() => Int, { description: 'Increases by one with each change.' })
  version: number;
}

@InputType({
  description: 'Changes to the settings. Omitted settings do not change; null resets a setting to its default.',
})
export class UpdateSettingsInput extends VersionedInput {}

export const UpdateSettingsPayload = payloadOf('UpdateSettings', {
  settings: { type: () => SettingsObject, description: 'The settings after the change.' },
});

/** All settings as a GraphQL object. */
export const settingsObject = (version: number, values: Settings): SettingsObject => ({
  version,
  ...Object.fromEntries(
    SETTINGS.map(([key, { type: _, description: __, ...more }]) => [
      settingField(key),
      { ...more, value: values[key] },
    ]),
  ),
});

/** The value of a setting in an input: undefined if omitted, null for the default. */
export const inputValue = (input: UpdateSettingsInput, key: SettingKey): unknown =>
  (input as unknown as Record<string, unknown>)[settingField(key)];
