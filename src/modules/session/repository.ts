/** The table of sessions: the only place with its statements. */
import { userEpoch } from '../../core/liveness/epochs';
import { type JoinedUser, joinedUserColumns } from '../../core/authority/joined-columns';
import type { Cause } from '../../core/revocation/dependents';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { Platform } from '../../schema/enums';
import { type Application, applicationColumns } from '../application';
import { Session } from './entity';
import { sessionLiveness, sessionRows } from './list-repository';

/** The most live sessions that `sessionsByPlatform` lists of one platform. */
const PER_PLATFORM = 100;

const findPresented = (column: 'cookie_hash' | 'uid') => `
  select x.id, x.uid, x.user_id as "userId", x.user_epoch as "sessionEpoch", x.device_id as "deviceId", x.device_link_id as "deviceLinkId",
    x.impersonator_id as "impersonatorId", x.payload, x.authenticated_at as "authenticatedAt",
    x.idle_seconds as "idleSeconds", x.absolute_seconds as "absoluteSeconds", extract(epoch from x.expires_at)::float8 as exp, ${joinedUserColumns}
  from sessions x ${sessionLiveness.joins} where x.${column} = $1 and ${sessionLiveness.live}`;

const FIND_PRESENTED = { cookie_hash: findPresented('cookie_hash'), uid: findPresented('uid') };

/** A live session with its user. */
export interface PresentedSession<Payload> extends JoinedUser {
  id: string;
  uid: string;
  userId: string;
  sessionEpoch: number;
  deviceId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
  payload: Payload;
  authenticatedAt: Date;
  idleSeconds: number;
  absoluteSeconds: number;
  /** Seconds since 1970. */
  exp: number;
}

/** The live session of a browser. */
export interface BrowserSession {
  id: string;
  uid: string;
  userId: string;
  deviceId: string | null;
  impersonatorId: string | null;
}

const FIND_OF_BROWSER = `select x.id, x.uid, x.user_id as "userId", x.device_id as "deviceId", x.impersonator_id as "impersonatorId" from sessions x ${sessionLiveness.joins} where x.cookie_hash = $1 and ${sessionLiveness.live}`;

const IS_LIVE = `select x.id from sessions x ${sessionLiveness.joins} where x.id = $1 and ${sessionLiveness.live}`;

const LIVE_OF_USER = `select x.id, x.user_id as "userId" from sessions x ${sessionLiveness.joins}
  where x.user_id = $1 and x.id is distinct from $2 and x.impersonator_id is null and ${sessionLiveness.live} order by x.id`;

/** Adds nothing if the user was disabled, or a credential was removed, since the user proved who they are. */
/** All of these credentials still exist. */
const credentialsExist = (ids: string): string =>
  `not exists (select from unnest(${ids}::uuid[]) c (id)
    where not exists (select from passwords p where p.id = c.id)
      and not exists (select from authenticators a where a.id = c.id and a.ended_at is null))`;

const ADD = `
  insert into sessions (id, uid, cookie_hash, user_id, user_epoch, device_id, device_link_id, platform, os, os_version, browser,
    user_agent, ip, location, authentication_methods, payload, created_at, authenticated_at, last_seen_at, expires_at, idle_seconds, absolute_seconds)
  select $1, $2, $3, u.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, now(), to_timestamp($16), now(),
    now() + make_interval(secs => $17), $18, $19
  from users u where u.id = $20 and ${userEpoch('u')} = $4 and ${credentialsExist('$21')}`;

export interface NewSession {
  id: string;
  uid: string | undefined;
  cookieHash: Buffer;
  userId: string;
  userEpoch: number;
  deviceId: string | null;
  deviceLinkId: string | null;
  origin: {
    platform: Platform;
    os: string | null;
    osVersion: string | null;
    browser: string | null;
    userAgent: string | null;
    ip: string | null;
    location: string | null;
  };
  authenticationMethods: string[];
  /** The credentials that the user signed in with. */
  credentialIds: string[];
  /** JSON. */
  payload: string;
  /** Seconds since 1970. */
  authenticatedAt: number;
  /** Until it expires. */
  seconds: number;
  idleSeconds: number;
  absoluteSeconds: number;
}

export interface RenewedSession {
  cookieHash: Buffer;
  authenticationMethods: string[];
  /** JSON. */
  payload: string;
  /** Until it expires. */
  seconds: number;
  /** Set if the user has signed in again. */
  signIn: { at: number; ip: string | null; idleSeconds: number; absoluteSeconds: number } | null;
}

interface NewImpersonation {
  id: string;
  uid: string;
  cookieHash: Buffer;
  userId: string;
  /** The `sub` of the user. */
  accountId: string;
  impersonatorId: string;
  seconds: number;
  claimHash: Buffer;
  claimMinutes: number;
}

export interface Impersonation {
  id: string;
  userId: string;
  impersonatorId: string;
  username: string;
  impersonator: string;
  expiresAt: Date;
  /** From now until it expires. */
  minutes: number;
}

/** Where a session is used from. */
export interface SessionOrigin {
  platform: string;
  os: string | null;
  osVersion: string | null;
  browser: string | null;
  userAgent: string | null;
  ip: string | null;
  location: string | null;
}

const SELECT_IMPERSONATION = `select x.id, x.user_id as "userId", x.impersonator_id as "impersonatorId", u.username, i.username as impersonator,
    x.expires_at as "expiresAt", ceil(extract(epoch from x.expires_at - now()) / 60)::int as minutes
  from sessions x join users u on u.id = x.user_id join users i on i.id = x.impersonator_id`;

class SessionRepository extends TableRepository<Session> {
  /** With its status. */
  findById(id: string | null): Promise<Session | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Session>(`select ${sessionRows.select} from ${sessionRows.from} where x.id = $1`, [id]);
  }

  /** The applications that were used in each of these sessions. */
  listApplications(sessionIds: readonly string[]): Promise<(Application & { parentId: string })[]> {
    return this.database.query(
      `select distinct on (f.session_id, x.id) ${applicationColumns}, f.session_id as "parentId" from token_families f join applications x on x.id = f.application_id
       where f.session_id = any($1::uuid[]) order by f.session_id, x.id`,
      [sessionIds],
    );
  }

  /** The most recent live sessions of each of these users by platform, and how many each platform has. */
  listLiveByPlatform(userIds: readonly string[]): Promise<(Session & { parentId: string; platformCount: number })[]> {
    return this.database.query(
      `select ranked.*, ranked."userId" as "parentId" from (
         select ${sessionRows.select}, row_number() over (partition by x.user_id, x.platform order by x.id desc) as "position",
           count(*) over (partition by x.user_id, x.platform) as "platformCount"
         from ${sessionRows.from} where x.user_id = any($1::uuid[]) and ${sessionLiveness.live}) ranked
       where ranked."position" <= ${PER_PLATFORM} order by ranked."platform", ranked."position"`,
      [userIds],
    );
  }

  /** Ends those that have not ended. What they issued ends too if `removeTokens` is set, and always for impersonations. */
  async end(ids: string[], { reason, revocationId }: Cause, removeTokens: boolean): Promise<void> {
    await this.database.post(
      `update sessions set ended_at = now(), end_reason = $2, revocation_id = $3, tokens_ended_at = case when $4 or impersonator_id is not null then now() end
       where id = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId, removeTokens],
    );
  }

  /** The live session of this cookie or uid, with its user. */
  findPresented<Payload>(
    column: 'cookie_hash' | 'uid',
    value: Buffer | string,
  ): Promise<PresentedSession<Payload> | null> {
    return this.database.one(FIND_PRESENTED[column], [value]);
  }

  /** The live session of the browser that holds this cookie. */
  findOfBrowser(cookieHash: Buffer): Promise<BrowserSession | null> {
    return this.database.one(FIND_OF_BROWSER, [cookieHash]);
  }

  async existsLive(id: string): Promise<boolean> {
    return (await this.database.one(IS_LIVE, [id])) !== null;
  }

  /** A user's live sessions except one, oldest first, without those in which the user is impersonated. */
  listLiveOfUser(userId: string, exceptId: string | null): Promise<{ id: string; userId: string }[]> {
    return this.database.query(LIVE_OF_USER, [userId, exceptId]);
  }

  /** False if the user was disabled, or a credential was removed, since the user proved who they are. */
  async add(session: NewSession): Promise<boolean> {
    const { id, uid, cookieHash, userId, userEpoch, deviceId, deviceLinkId, origin } = session;
    const { platform, os, osVersion, browser, userAgent, ip, location } = origin;
    const { authenticationMethods, payload, authenticatedAt, seconds, idleSeconds, absoluteSeconds } = session;
    const values = [
      ...[id, uid, cookieHash, userEpoch, deviceId, deviceLinkId],
      ...[platform, os, osVersion, browser, userAgent, ip, location],
      ...[authenticationMethods, payload, authenticatedAt, seconds, idleSeconds, absoluteSeconds],
      ...[userId, session.credentialIds],
    ];
    return (await this.database.execute(ADD, values)) > 0;
  }

  async credentialsExist(ids: string[]): Promise<boolean> {
    return (await this.database.one(`select 1 where ${credentialsExist('$1')}`, [ids])) !== null;
  }

  /** Writes each use of a session by its browser, which may come with a new cookie. */
  async renew(
    id: string,
    { cookieHash, authenticationMethods, payload, seconds, signIn }: RenewedSession,
  ): Promise<void> {
    await this.database.post(
      `update sessions set cookie_hash = $2, payload = $3, last_seen_at = now(), expires_at = now() + make_interval(secs => $4),
         authentication_methods = $5, authenticated_at = coalesce(to_timestamp($6), authenticated_at), ip = coalesce($7, ip),
         idle_seconds = coalesce($8, idle_seconds), absolute_seconds = coalesce($9, absolute_seconds)
       where id = $1 and ended_at is null`,
      [
        ...[id, cookieHash, payload, seconds, authenticationMethods],
        ...[signIn?.at ?? null, signIn?.ip ?? null, signIn?.idleSeconds ?? null, signIn?.absoluteSeconds ?? null],
      ],
    );
  }

  /** Ends sessions in which these deleted users impersonate others, since the impersonator can no longer be read afterwards. */
  async endImpersonationsBy(userIds: string[], revocationId: string): Promise<void> {
    await this.database.post(
      `update sessions set ended_at = now(), tokens_ended_at = now(), end_reason = 'IMPERSONATION_ENDED', revocation_id = $2
       where impersonator_id = any($1::uuid[]) and ended_at is null and expires_at > now()`,
      [userIds, revocationId],
    );
  }

  /** The newest whose column has this value. */
  async listIdsBy(column: string, value: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select x.id from sessions x where x.${column} = $1 order by x.id desc limit $2`,
      [value, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Ends the sessions on these devices, and what they issued. */
  async endOnDevices(deviceIds: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update sessions set ended_at = now(), tokens_ended_at = now(), end_reason = $2, revocation_id = $3
       where device_id = any($1::uuid[]) and ended_at is null`,
      [deviceIds, reason, revocationId],
    );
  }

  /**
   * Adds a session in which one user impersonates another, to be claimed with a link. It has the epochs of both. Its idle and its absolute
   * lifetime are the same: use does not extend it.
   */
  async addImpersonation(session: NewImpersonation): Promise<Date> {
    const { id, uid, cookieHash, userId, accountId, impersonatorId, seconds, claimHash, claimMinutes } = session;
    const row = await this.database.one<{ expiresAt: Date }>(
      `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, impersonator_id, impersonator_epoch, platform, authentication_methods,
         payload, created_at, authenticated_at, last_seen_at, expires_at, idle_seconds, absolute_seconds, claim_hash, claim_until)
       select $1, $2, $3, u.id, ${userEpoch('u')}, i.id, ${userEpoch('i')}, 'OTHER', '{}',
         jsonb_build_object('kind', 'Session', 'uid', $2::text, 'accountId', $4::text, 'iat', floor(extract(epoch from now())),
           'loginTs', floor(extract(epoch from now()))),
         now(), now(), now(), now() + make_interval(secs => $5), $5, $5, $6, now() + make_interval(mins => $9)
       from users u, users i where u.id = $7 and i.id = $8 returning expires_at as "expiresAt"`,
      [id, uid, cookieHash, accountId, seconds, claimHash, userId, impersonatorId, claimMinutes],
    );
    return row!.expiresAt;
  }

  /** The impersonation that waits to be claimed with the link of this hash. */
  findClaimable(claimHash: Buffer): Promise<Impersonation | null> {
    return this.database.one<Impersonation>(
      `${SELECT_IMPERSONATION} where x.claim_hash = $1 and x.claim_until > now() and x.expires_at > now()`,
      [claimHash],
    );
  }

  findImpersonation(id: string): Promise<Impersonation | null> {
    return this.database.one<Impersonation>(`${SELECT_IMPERSONATION} where x.id = $1`, [id]);
  }

  /** Gives an impersonation to the browser that has its link. Of several requests at once, one succeeds. The caller checks that it is live. */
  async claim(id: string, claimHash: Buffer, cookieHash: Buffer, origin: SessionOrigin): Promise<boolean> {
    const { platform, os, osVersion, browser, userAgent, ip, location } = origin;
    const claimed = await this.database.execute(
      `update sessions set cookie_hash = $3, claim_hash = null, claim_until = null, last_seen_at = now(), platform = $4, os = $5,
         os_version = $6, browser = $7, user_agent = $8, ip = $9, location = $10
       where id = $1 and claim_hash = $2 and claim_until > now() and ended_at is null and expires_at > now()`,
      [id, claimHash, cookieHash, platform, os, osVersion, browser, userAgent, ip, location],
    );
    return claimed === 1;
  }

  /** Live sessions of the user that began with one factor. Impersonations are left out, and so is the session `exceptId`. */
  listOneFactor(userId: string, exceptId: string | null): Promise<Pick<Session, 'id' | 'userId'>[]> {
    return this.database.query(
      `select x.id, x.user_id as "userId" from sessions x ${sessionLiveness.joins}
       where x.user_id = $1 and x.id is distinct from $2 and x.impersonator_id is null and not ('mfa' = any(x.authentication_methods)) and ${sessionLiveness.live}`,
      [userId, exceptId],
    );
  }
}

export const sessions = repositoryOf(Session, SessionRepository);
