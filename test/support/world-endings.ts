/** For each operation that can be planned: a random input about a world, who asks, and what has to end by the rules of the operation. */
import { encodeId, type IdType } from '../../src/platform/type-id';
import { About, type Choices, type Owner, TOKENS } from './world-about';
import { conditionsOf } from './world-filters';
import type { Reading, Row, Thing } from './world-life';

export interface Asked {
  input: Row;
  /** Null where a service asks that may do everything. */
  owner: Owner;
  isMany?: boolean;
  /** What a filter has to select, by public id. */
  selects?: Set<string>;
  /** Whether it has to end when the operation is done; of many, to those with these ids. */
  ends(thing: Thing, changed: ReadonlySet<string>): boolean;
}
type Operation = (about: About) => Asked;
/** Whether a thing ends with a target. */
type Ends = (thing: Thing, target: Row, about: About, input: Row) => boolean;

const ISSUED = ['SESSION', 'ACCESS_TOKEN', 'REFRESH_TOKEN', 'ACCESS_GRANT'];
/** What was issued to them in the place of others. */
const inPlaceOfOthers = (x: Thing, id: string, about: About): boolean =>
  ISSUED.includes(x.item) &&
  about.rows('sessions').some((session) => session.id === x.session_id && session.impersonator_id === id);
const barred: Ends = (x, { id }, about) =>
  (x.user_id === id && ['USER', ...ISSUED].includes(x.item)) || inPlaceOfOthers(x, id, about);
const OPENERS = ['API_TOKEN', 'AUTHENTICATOR', 'PUSH_ENROLLMENT'];
const lockedDown: Ends = (x, target, ...more) =>
  barred(x, target, ...more) || (x.user_id === target.id && OPENERS.includes(x.item));
const erased: Ends = (x, { id }, about) => x.user_id === id || inPlaceOfOthers(x, id, about);
const ofSession: Ends = (x, { id, impersonator_id }, about, { removeTokens }) =>
  x.session_id === id &&
  (x.item === 'SESSION' || impersonator_id !== null || (removeTokens ?? about.setting('sessions.revokeTokens')));
const ofToken: Ends = (x, { id, kind, family_id }) => (kind === 'REFRESH' ? x.family_id === family_id : x.id === id);
const ofConsent: Ends = (x, { id }, about) =>
  x.consent_id === id && (x.item === 'CONSENT' || about.setting('consents.revokeCascade'));
const onDevice: Ends = (x, { id }) => x.device_id === id;
const ofLast: Ends = (x, { id, device_link_id }, about) => {
  const keys = about.living('keys').filter((key) => key.device_link_id === device_link_id);
  return x.id === id || (keys.length === 1 && x.item === 'PUSH_ENROLLMENT' && x.device_link_id === device_link_id);
};
/** Recovery codes stand in for another factor, and go with the last. */
const ofFactor: Ends = (x, { id, user_id }, about) => {
  const others = about.living('factors').filter((factor) => factor.user_id === user_id && factor.id !== id);
  const isAlone = others.every(({ kind }) => kind === 'RECOVERY_CODES');
  return x.id === id || (isAlone && others.some((factor) => factor.id === x.id));
};
const ofApplication: Ends = (x, { id }) => x.application_id === id && [...TOKENS, 'ACCESS_GRANT'].includes(x.item);
const withDevices: Ends = (x, { id }, about) => {
  const installations = about.rows('devices').filter((device) => device.application_id === id);
  return x.application_id === id || installations.some((device) => device.id === x.device_id);
};

interface More {
  input?: (about: About, target: Row) => Row;
  /** Nobody may do it to what is their own. */
  isForStaff?: boolean;
}

const one =
  (table: string, type: IdType, field: string, ends: Ends, { input: more, isForStaff }: More = {}): Operation =>
  (about) => {
    const target = about.one(table);
    const input = { [field]: encodeId(type, target.id), ...more?.(about, target) };
    const owner = isForStaff ? null : about.ownerOf(table === 'users' ? target.id : target.user_id);
    return { input, owner, ends: (x) => ends(x, target, about, input) };
  };

/** By their ids, some of them dead or unknown, or by a filter. */
const many =
  (table: string, type: IdType, field: string, ends: Ends, { input: more, isForStaff }: More = {}): Operation =>
  (about) => {
    const { by, ids, conditions, target, isUnknown, isEmpty } = about.choices;
    const rows = about.rows(table);
    const named = (isEmpty ? [] : ids).map((n, i) => about.one(table, n, i > 0 && isUnknown));
    const chosen = conditionsOf(about, table, isEmpty ? [] : conditions);
    const users = about.rows('users');
    const ownerId = by === 'ids' ? named[0]?.user_id : users[target % users.length]!.id;
    const owner = isForStaff ? null : about.ownerOf(ownerId);
    const filter = Object.fromEntries(chosen.map(([name, value]) => [name, value]));
    const selector = by === 'ids' ? { [field]: named.map(({ id }) => encodeId(type, id)) } : { filter };
    const input = { ...selector, ...more?.(about, {}) };
    const found = (ends === erased || ends === onDevice ? rows : about.living(table)).filter(
      (x) => (!owner || x.user_id === owner.userId) && chosen.every(([, , selects]) => selects(x)),
    );
    return {
      ...{ input, owner, isMany: true },
      ...(by === 'filter' ? { selects: new Set(found.map(({ id }) => encodeId(type, id))) } : {}),
      ends: (x, changed) => rows.some((row) => changed.has(row.id) && ends(x, row, about, input)),
    };
  };

/** About a user on a device. */
const part =
  (among: string, items?: string[]): Operation =>
  (about) => {
    const found = about.one(among);
    const { user_id, device_id } = about.rows('device_links').find(({ id }) => id === found.device_link_id) ?? found;
    const input = { userId: encodeId('User', user_id), deviceId: encodeId('Device', device_id) };
    const ends = (x: Thing) =>
      x.user_id === user_id && x.device_id === device_id && (items ?? [x.item]).includes(x.item);
    return { input, owner: about.ownerOf(user_id), ends };
  };

const userIds = (rows: Row[], about: About, id = 'id') => ({
  confirmedUserIds: rows.slice(about.choices.flag ? 0 : 1).map((row) => encodeId('User', row[id])),
});
const forStaff: More = { isForStaff: true };
const flagged: More = { input: ({ choices }) => ({ removeTokens: choices.removeTokens }) };
const ofEverybody: More = { isForStaff: true, input: (about) => userIds(about.rows('users'), about) };
const ofItsUsers: More = {
  isForStaff: true,
  input: (about, { id }) =>
    userIds(
      about.living('device_links').filter((link) => link.device_id === id),
      about,
      'user_id',
    ),
};
const forced: More = { isForStaff: true, input: ({ choices }) => ({ force: choices.flag }) };

const revokeAllSessions: Operation = (about) => {
  const { id } = about.one('users');
  const owner = about.ownerOf(id);
  const exceptCurrent = about.choices.flag;
  const isSpared = (x: Thing) => exceptCurrent && owner?.sessionId != null && x.session_id === owner.sessionId;
  return {
    input: { userId: encodeId('User', id), exceptCurrent },
    owner,
    ends: (x) => (x.user_id === id && ISSUED.includes(x.item) && !isSpared(x)) || inPlaceOfOthers(x, id, about),
  };
};

const endImpersonation: Operation = (about) => {
  const among = about.rows('sessions').filter(({ impersonator_id }) => impersonator_id !== null);
  const target = among[about.choices.target % among.length] ?? about.one('sessions');
  return {
    input: { sessionId: encodeId('Session', target.id) },
    owner: about.ownerOf(target.user_id),
    ends: (x) => x.session_id === target.id,
  };
};

const revokeApplicationAccess: Operation = (about) => {
  const { user_id, application_id } = about.one('consents');
  return {
    input: { userId: encodeId('User', user_id), applicationId: encodeId('Application', application_id) },
    owner: about.ownerOf(user_id),
    ends: (x) => x.user_id === user_id && x.application_id === application_id && x.item !== 'API_TOKEN',
  };
};

/** On a shared device one's own part alone. */
const removeMyDevice: Operation = (about) => {
  const { user_id, device_id } = about.one('device_links');
  const users = about.living('device_links').filter((link) => link.device_id === device_id);
  return {
    input: { deviceId: encodeId('Device', device_id) },
    owner: about.ownerOf(user_id, true),
    ends: (x) => x.device_id === device_id && (users.length === 1 || x.user_id === user_id),
  };
};

const setApplicationVersionStatus: Operation = (about) => {
  const { application_id, app_version } = about.one('devices');
  const status = about.choices.flag ? 'DISABLED' : 'LOGIN_ONLY';
  const installations = about
    .rows('devices')
    .filter((device) => device.application_id === application_id && device.app_version === app_version);
  return {
    input: { applicationId: encodeId('Application', application_id), appVersion: app_version, status },
    owner: null,
    ends: (x) => status === 'DISABLED' && ISSUED.includes(x.item) && installations.some(({ id }) => id === x.device_id),
  };
};

export const OPERATIONS: Record<string, Operation> = {
  disableUser: one('users', 'User', 'userId', barred, forStaff),
  lockdownUser: one('users', 'User', 'userId', lockedDown, { isForStaff: true, input: () => ({ reason: 'stolen' }) }),
  deleteUser: one('users', 'User', 'userId', erased, forStaff),
  disableUsers: many('users', 'User', 'userIds', barred, forStaff),
  deleteUsers: many('users', 'User', 'userIds', erased, forStaff),
  revokeSession: one('sessions', 'Session', 'sessionId', ofSession, flagged),
  revokeSessions: many('sessions', 'Session', 'sessionIds', ofSession, flagged),
  revokeAllSessions,
  endImpersonation,
  revokeToken: one('tokens', 'Token', 'tokenId', ofToken),
  revokeTokens: many('tokens', 'Token', 'tokenIds', ofToken),
  revokeAccessGrant: one('access_grants', 'AccessGrant', 'accessGrantId', (x, { id }) => x.id === id),
  revokeConsent: one('consents', 'Consent', 'consentId', ofConsent),
  revokeConsents: many('consents', 'Consent', 'consentIds', ofConsent),
  revokeApplicationAccess,
  disconnectDevice: part('device_links'),
  disconnectAllDevices: one('users', 'User', 'userId', (x, { id }) => x.user_id === id && x.device_link_id != null),
  deleteDevice: one('devices', 'Device', 'deviceId', onDevice, ofItsUsers),
  deleteDevices: many('devices', 'Device', 'deviceIds', onDevice, ofEverybody),
  removeMyDevice,
  revokePushNotifications: part('push_enrollments', ['PUSH_ENROLLMENT']),
  revokeMobileAuthentication: part('keys', ['AUTHENTICATOR', 'PUSH_ENROLLMENT']),
  removeDeviceAuthenticator: one('keys', 'Authenticator', 'authenticatorId', ofLast),
  removeAuthenticator: one('factors', 'Authenticator', 'authenticatorId', ofFactor),
  disableApplication: one('applications', 'Application', 'applicationId', ofApplication, forStaff),
  deleteApplication: one('applications', 'Application', 'applicationId', withDevices, forced),
  setApplicationVersionStatus,
};

export const askOf = (operation: string, reading: Reading, choices: Choices): Asked =>
  OPERATIONS[operation]!(new About(reading, choices));
