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

type Ids = typeof ids;
type Permissions = typeof permissions;
type Events = typeof events;
declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Ids {}
  interface PermissionKinds extends Permissions {}
  interface EventTypes extends Events {}
}
