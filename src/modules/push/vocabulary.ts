/** The id prefixes and events of push messages. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  PushEnrollment: 'psh',
} as const;

export const events = {
  PUSH_ENROLLED: event('A device enrolled for push messages.', NO_NOTICE),
  PUSH_REVOKED: event('Push messages to a device were revoked.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface EventTypes extends Declared<typeof events> {}
}
