/** The permissions and events of lockdowns. */
import { event, capitalize } from '../../core/notice/notice';

export const permissions = {
  'users:lockDown': 'ON_OBJECTS',
} as const;

export const events = {
  USER_LOCKED_DOWN: event(
    'A user was locked down: disabled, with all credentials revoked. The last administrator stays enabled.',
    ({ disabled }, account) => ({
      what: `${capitalize(account)} was locked down`,
      more: `Every session and every API token has ended, and the password no longer works. ${
        disabled === false
          ? 'The account stays enabled because it is the only administrator. It needs a new password.'
          : 'Contact your administrator to reactivate the account.'
      }`,
      closed: true,
    }),
  ),
};

declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
