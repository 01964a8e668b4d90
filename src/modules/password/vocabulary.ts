/** The id prefixes, permissions and events of passwords. */
import { event, fixedNotice, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Password: 'pwd',
  RecoveryLink: 'rcl',
} as const;

export const permissions = {
  'users:setPassword': 'ON_OBJECTS',
} as const;

export const events = {
  PASSWORD_CHANGED: event(
    'A password was set or changed, or a change failed because the current password was wrong.',
    ({ by }) => ({
      what: 'Your password was changed',
      more:
        by === 'RECOVERY_LINK'
          ? 'The password was reset with a recovery link. All sessions were signed out.'
          : 'All other sessions were signed out.',
    }),
  ),
  PASSWORD_CHANGE_REQUIRED: event('A password change was required at the next sign-in.', NO_NOTICE),
  PASSWORD_REMOVED: event(
    'A password was removed because the credential or session that set it was revoked.',
    fixedNotice(
      'Your password was removed',
      'The credential or session that set it was revoked, so it can no longer be used to sign in. Contact your administrator for a link to set a new one.',
    ),
  ),
  PASSWORD_LOCKED: event(
    'A password was locked.',
    fixedNotice('Your password was locked', 'It cannot be used to sign in until it is unlocked.'),
  ),
  PASSWORD_UNLOCKED: event(
    'A password was unlocked.',
    fixedNotice('Your password was unlocked', 'You can sign in with it again.'),
  ),
  RECOVERY_LINK_CREATED: event(
    'A password recovery link was created and shown to an administrator.',
    fixedNotice(
      'A password recovery link was created',
      'It was shown to the administrator who created it. Anyone who has the link can set a new password.',
    ),
  ),
  // The link itself is sent in its own mail.
  RECOVERY_LINK_MAILED: event('A password recovery link was mailed to the user.', NO_NOTICE),
  RECOVERY_LINK_REVOKED: event(
    'A recovery link was revoked before it was used.',
    fixedNotice('A password recovery link was revoked', 'It can no longer be used.'),
  ),
  RECOVERY_REQUESTED: event("Someone requested a password recovery link for a user's address.", NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
