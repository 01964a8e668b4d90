/** The id prefixes and events of application versions. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  ApplicationVersion: 'apv',
} as const;

export const events = {
  APPLICATION_VERSION_CHANGED: event('The status of a mobile application version changed.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface EventTypes extends Declared<typeof events> {}
}
