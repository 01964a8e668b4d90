/**
 * The id prefixes, permissions, events and settings that exist. Each module declares its own in its `vocabulary.ts`, by adding to these
 * interfaces, and passes their values to `defineModule`.
 */

/** What a module declares: `interface IdPrefixes extends Declared<typeof ids> {}`. */
export type Declared<Values> = Values;

/** Type name to prefix of its public ids. */
export interface IdPrefixes {}
/** Permission to where it can be granted. */
export interface PermissionKinds {}
/** Event type to its definition. */
export interface EventTypes {}
/** Key of a setting to its definition. */
export interface SettingDefinitions {}
