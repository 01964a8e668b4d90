/** The id prefixes, permissions and settings of events. */
import { retention } from '../../core/setting/definition';

export const ids = {
  Event: 'evt',
} as const;

export const permissions = {
  'events:read': 'ON_OBJECTS',
  'events:search': 'ON_OBJECTS',
} as const;

export const settings = {
  'retention.events': retention(730, 'events are kept, in whole months'),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
