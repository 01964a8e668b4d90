/** The settings that exist. Each module declares its own in `vocabulary.ts`. */
import { registerEnumType } from 'type-graphql';
import type { SettingDefinitions } from '../../platform/vocabulary';
import type {
  BooleanSetting,
  Definition,
  IntegerSetting,
  SessionLimitBehaviour as LimitBehaviour,
  TextSetting,
} from './definition';

const LIMIT_BEHAVIOURS = { REFUSE: 'REFUSE', END_OLDEST: 'END_OLDEST' } as const;
export const SessionLimitBehaviour = LIMIT_BEHAVIOURS;
export type SessionLimitBehaviour = LimitBehaviour;
registerEnumType(LIMIT_BEHAVIOURS, {
  name: 'SessionLimitBehaviour',
  description: 'What happens when a user who has reached the session limit signs in.',
  valuesConfig: {
    REFUSE: { description: 'The sign-in is refused with an explanation.' },
    END_OLDEST: { description: 'The sign-in succeeds, and the oldest session ends together with its tokens.' },
  },
});

type Value<D> = D extends BooleanSetting
  ? boolean
  : D extends IntegerSetting
    ? number
    : D extends TextSetting
      ? string | Extract<D['default'], null>
      : SessionLimitBehaviour;
export type SettingKey = keyof SettingDefinitions;
export type Settings = { [K in SettingKey]: Value<SettingDefinitions[K]> };

/** All settings by key, and in the order of the modules. */
export const DEFINITIONS = {} as Record<SettingKey, Definition>;
export const SETTINGS: [SettingKey, Definition][] = [];

/** `sessions.idleLifetime` is `sessionsIdleLifetime` in the schema. */
export const settingField = (key: SettingKey): string =>
  key.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Sets the settings of all modules. */
export const registerSettings = (settings: Readonly<Record<string, Definition>>): void => {
  const entries = Object.entries(settings) as [SettingKey, Definition][];
  const byField = new Map<string, string>();
  for (const [key] of entries) {
    const field = settingField(key);
    if (byField.has(field)) throw new Error(`${byField.get(field)} and ${key} are both ${field} in the schema`);
    byField.set(field, key);
  }
  Object.assign(DEFINITIONS, settings);
  SETTINGS.splice(0, SETTINGS.length, ...entries);
};
