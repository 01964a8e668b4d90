/** Rows of `sessions`: how a fresh sign-in becomes one, on a device where the client is an installation. */
import Provider, { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Database } from '../database/database';
import { applicationVersions } from '../modules/app-version';
import { newId } from '../platform/random';
import type { ApplicationVersionStatus } from '../schema/enums';
import { recordEvents } from '../core/event/record';
import { userIdOf } from './account-id';
import { clientFacts, type ClientFacts } from './client-facts';
import type { Locate } from './location';
import { makeRoom } from './session-limit';
import { currentRequest, type SessionFacts } from './request-scope';
import { describeUserAgent } from './user-agent';

/** What the sign-in page hands to the authorization that it resumes. */
export interface SignInResult {
  accountId: string;
  /** The user's epoch when the password was checked: a session made of it is dead if the user was disabled since. */
  epoch: number;
  /** When that was, in milliseconds. */
  at: number;
  ts: number;
  amr: string[];
  acr: string;
  /** What the person signed in with: the session is derived from each. */
  credentialIds: string[];
  remember: boolean;
}

export const signInResult = (ctx: KoaContextWithOIDC | undefined): SignInResult | undefined =>
  ctx?.oidc.result?.login as SignInResult | undefined;

/** The session that this authorization issues from: the one that the cookie named, or the one that the sign-in begins. */
export const sessionForIssue = async (): Promise<SessionFacts> => {
  const request = currentRequest();
  const { session, client } = Provider.ctx!.oidc;
  const known = request.sessions.get(session!.uid);
  if (known) return known;
  const login = signInResult(Provider.ctx);
  if (!login) throw new Error('an authorization without a session or a sign-in');
  const userId = userIdOf(login.accountId);
  await makeRoomFor(userId, client);
  const sessionId = newId();
  const link = client ? await connectDevice(userId, sessionId, clientFacts(client)) : null;
  const facts: SessionFacts = {
    id: sessionId,
    userId,
    userEpoch: login.epoch,
    deviceId: link?.deviceId ?? null,
    deviceLinkId: link?.id ?? null,
    impersonatorId: null,
    authenticatedAt: login.at,
    ...request.lifetimes!.session,
    unsaved: true,
  };
  request.sessions.set(session!.uid, facts);
  return facts;
};

/** What the person proved is not enough for a session to begin. */
export class NoSession extends errors.AccessDenied {}

/** Two sign-ins at once both found room for one: here they come one after the other. */
const makeRoomFor = async (userId: string, client: object | undefined): Promise<void> => {
  const request = currentRequest();
  await request.lockUser(userId);
  const caller = request.caller({ userId, applicationId: client ? clientFacts(client).applicationId : null });
  if (!(await makeRoom(await request.database(), caller, userId)))
    throw new NoSession('the user is signed in in as many places as are allowed');
};

export const isConnected = async (database: Database, userId: string, deviceId: string): Promise<boolean> =>
  (await database.one('select id from device_links where user_id = $1 and device_id = $2 and ended_at is null', [
    userId,
    deviceId,
  ])) !== null;

/** Why the version of the application lets nobody sign in, or nobody who never did there; null where it does. */
export const closedTo = (status: ApplicationVersionStatus, connected: boolean): string | null => {
  if (status === 'DISABLED') return 'this version of the application has been disabled';
  if (status === 'LOGIN_ONLY' && !connected) return 'this version of the application is closed to new users';
  return null;
};

/** The user's link to the device of an installation; the first sign-in makes it. */
const connectDevice = async (userId: string, sessionId: string, { device, applicationId }: ClientFacts) => {
  if (!device) return null;
  const request = currentRequest();
  const database = await request.database();
  const closed = closedTo(
    await applicationVersions(database).lockStatusOf(device.id),
    await isConnected(database, userId, device.id),
  );
  if (closed) throw new NoSession(closed);
  const link = await database.one<{ id: string; created: boolean }>(
    `insert into device_links (id, user_id, device_id, connected_at, last_seen_at)
     select $1, $2, d.id, now(), now() from devices d where d.id = $3 for share of d
     on conflict (user_id, device_id) where ended_at is null do update set last_seen_at = now()
     returning id, xmax = 0 as created`,
    [newId(), userId, device.id],
  );
  if (!link) throw new NoSession('the device has been deleted');
  if (link.created)
    await recordEvents(database, request.caller({ userId, applicationId, sessionId }), [
      { type: 'DEVICE_CONNECTED', userId, deviceId: device.id, applicationId, sessionId },
    ]);
  return { id: link.id, deviceId: device.id };
};

/** What a sign-in says about where it happened: the device knows better than its browser's header. */
export const describeOrigin = async (device: ClientFacts['device'], locate: Locate) => {
  const { ip, userAgent } = currentRequest().facts;
  const { platform, os, osVersion, browser } = describeUserAgent(userAgent);
  return {
    platform: device?.platform ?? platform,
    os: device ? (OS_NAMES[device.platform] ?? os) : os,
    osVersion: device?.osVersion ?? osVersion,
    browser,
    userAgent,
    ip,
    location: ip ? locate(ip) : null,
  };
};

const OS_NAMES: Record<string, string> = {
  IOS: 'iOS',
  ANDROID: 'Android',
  WINDOWS: 'Windows',
  MACOS: 'macOS',
  LINUX: 'Linux',
};
