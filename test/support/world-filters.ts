/** For each list that a mutation can select from: conditions of its filter, and what they select by a plain reading of the rows. */
import { encodeId, type IdType } from '../../src/platform/type-id';
import { type About, NOBODY } from './world-about';
import type { Row } from './world-life';

export type Chosen = [field: string, value: unknown, selects: (row: Row) => boolean];
type Condition = (about: About, n: number) => Chosen;

const of = <T>(all: readonly T[], n: number): T | undefined => all[n % all.length];

const idOf =
  (field: string, table: string, type: IdType, selects: (x: Row, id: string, about: About) => boolean): Condition =>
  (about, n) => {
    const { id } = of(about.rows(table), n) ?? { id: NOBODY };
    return [field, encodeId(type, id), (x) => selects(x, id, about)];
  };
const is =
  <T>(field: string, values: T[], selects: (x: Row, value: T, about: About) => boolean): Condition =>
  (about, n) => {
    const value = of(values, n)!;
    return [field, value, (x) => selects(x, value, about)];
  };

const ofUser = idOf('userId', 'users', 'User', (x, id) => x.user_id === id);
const ofDevice = idOf('deviceId', 'devices', 'Device', (x, id) => x.device_id === id);
const ofApplication = idOf('applicationId', 'applications', 'Application', (x, id) => x.application_id === id);
const withScope = is('scope', ['openid', 'self', 'admin'], (x, scope) => x.scopes.includes(scope));
/** Only what is live is selected from, and what may be again. */
const tokenStatus = is(
  'status',
  [['ACTIVE'], ['SUSPENDED'], ['EXPIRED', 'REVOKED'], ['SUSPENDED', 'ACTIVE'], []],
  ({ isWaiting }, any) => any.includes(isWaiting ? 'SUSPENDED' : 'ACTIVE'),
);
const byStatus = is('status', [['ACTIVE'], ['EXPIRED'], ['EXPIRED', 'ACTIVE'], []], (_, any) => any.includes('ACTIVE'));
const statusOf = ({ disabled_at, onboarding }: Row): string => (disabled_at ? 'DISABLED' : (onboarding ?? 'ACTIVE'));

const CONDITIONS: Record<string, Condition[]> = {
  sessions: [
    ofUser,
    ofDevice,
    byStatus,
    idOf('applicationId', 'applications', 'Application', (x, id, about) =>
      about.rows('token_families').some((family) => family.session_id === x.id && family.application_id === id),
    ),
    idOf('impersonatorId', 'users', 'User', (x, id) => x.impersonator_id === id),
    is('impersonated', [true, false], (x, wanted) => (x.impersonator_id !== null) === wanted),
    is('platform', [['IOS'], ['LINUX', 'IOS'], []], (x, platforms) => platforms.includes(x.platform)),
    is('ip', ['10.0.0.0', '10.0.0.1'], (x, ip) => x.ip === ip),
  ],
  tokens: [
    ofUser,
    ofDevice,
    ofApplication,
    tokenStatus,
    withScope,
    idOf('sessionId', 'sessions', 'Session', (x, id) => x.session_id === id),
    is('kind', [['ACCESS'], ['REFRESH'], ['API', 'ACCESS'], []], (x, kinds) => kinds.includes(x.kind)),
  ],
  consents: [ofUser, ofApplication, withScope],
  users: [
    is('status', [['ACTIVE'], ['PENDING_LOGIN', 'DISABLED'], ['INVITED'], []], (x, any) => any.includes(statusOf(x))),
    is('type', [['INTERNAL'], ['EXTERNAL', 'SERVICE_ACCOUNT']], (x, types) => types.includes(x.type)),
    is('path', ['emea', 'emea/sales'], (x, path) => `${x.path}/`.startsWith(`${path}/`)),
    is('search', ['EVEN', 'user'], (x, text) => `${x.username} ${x.name}`.toLowerCase().includes(text.toLowerCase())),
    is('role', ['admin'], (x, _, about) => about.rows('user_roles').some((role) => role.user_id === x.id)),
    is(
      'hasLiveSession',
      [true, false],
      (x, wanted, about) => about.living('sessions').some((session) => session.user_id === x.id) === wanted,
    ),
    idOf('usesApplicationId', 'applications', 'Application', (x, id, about) =>
      [...about.living('consents'), ...about.living('tokens')].some(
        ({ user_id, application_id, isWaiting }) => user_id === x.id && application_id === id && !isWaiting,
      ),
    ),
  ],
  devices: [
    idOf('userId', 'users', 'User', (x, id, about) =>
      about.living('device_links').some((link) => link.device_id === x.id && link.user_id === id),
    ),
    ofApplication,
    is('platform', [['IOS'], ['IOS', 'ANDROID']], (x, platforms) => platforms.includes(x.platform)),
    is('appVersion', [['1.0'], ['2.0', '3.0']], (x, versions) => versions.includes(x.app_version)),
    is('search', ['phone', 'PHONE 1'], (x, text) => text === 'phone' || x.name === 'Phone 1'),
  ],
};

/** Each field once. */
export const conditionsOf = (about: About, table: string, chosen: number[]): Chosen[] => {
  const conditions = CONDITIONS[table]!;
  const made = chosen.map((n) => of(conditions, n)!(about, Math.floor(n / conditions.length)));
  return [...new Map(made.map((condition) => [condition[0], condition])).values()];
};
