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

type Ids = typeof ids;
type Permissions = typeof permissions;
type Settings = typeof settings;
declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Ids {}
  interface PermissionKinds extends Permissions {}
  interface SettingDefinitions extends Settings {}
}
