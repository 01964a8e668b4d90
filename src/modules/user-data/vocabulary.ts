/** The events of exports of user data. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const events = {
  USER_DATA_EXPORTED: event('All data about a user was exported.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface EventTypes extends Declared<typeof events> {}
}
