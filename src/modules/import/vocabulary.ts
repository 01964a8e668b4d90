/** The id prefixes and events of imports. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Import: 'imp',
} as const;

export const events = {
  IMPORT_STARTED: event('An import of users was started.', NO_NOTICE),
  IMPORT_DISCARDED: event('An upload of users was discarded before it was started.', NO_NOTICE),
  IMPORT_FINISHED: event('An import of users finished or was stopped.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface EventTypes extends Declared<typeof events> {}
}
