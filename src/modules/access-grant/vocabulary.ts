/** The id prefixes, permissions and events of access grants. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  AccessGrant: 'agr',
} as const;

export const permissions = {
  'grants:read': 'ON_OBJECTS',
  'grants:revoke': 'ON_OBJECTS',
} as const;

export const events = {
  GRANT_REVOKED: event('An access grant was revoked.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
