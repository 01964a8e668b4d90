/** The id prefixes and events of push messages. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  PushEnrollment: 'psh',
} as const;

export const events = {
  PUSH_ENROLLED: event('A device enrolled for push messages.', NO_NOTICE),
  PUSH_REVOKED: event('Push messages to a device were revoked.', NO_NOTICE),
};

type Ids = typeof ids;
type Events = typeof events;
declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Ids {}
  interface EventTypes extends Events {}
}
