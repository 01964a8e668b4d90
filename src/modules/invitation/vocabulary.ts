/** The id prefixes and events of invitations. */
import { event, fixedNotice, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Invitation: 'inv',
} as const;

export const events = {
  // Invitations have their own mail and belong to no one until they are accepted.
  INVITATION_CREATED: event('Someone was invited.', NO_NOTICE),
  INVITATION_RESENT: event('An invitation was resent.', NO_NOTICE),
  INVITATION_REVOKED: event('An invitation was revoked.', NO_NOTICE),
  INVITATION_ACCEPTED: event(
    'An invitation was accepted; the user can now sign in.',
    fixedNotice('Your invitation was accepted', 'A password was set and the account can be used.'),
  ),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface EventTypes extends Declared<typeof events> {}
}
