/** The table of sessions: the only place with its statements. */
import { lifeColumns, lifeOf, statusCondition } from '../../core/liveness/live';
import type { Cause } from '../../core/revocation/dependents';
import { Conditions, filterId } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { columnsOf } from '../../schema/columns';
import { type Application, applicationColumns } from '../application';
import { Session } from './entity';
import type { SessionFilter } from './list';

export const sessionLife = lifeOf('session', 'x');

export const sessionColumns = `${columnsOf(Session, 'x')}, ${lifeColumns('session', sessionLife)}`;

export const sessionFrom = `sessions x ${sessionLife.joins} ${sessionLife.death}`;

export const sessionList: ListSource<SessionFilter> = {
  name: 'sessions',
  select: sessionColumns,
  from: sessionFrom,
  countFrom: (filter) => (filter?.status ? sessionFrom : 'sessions x'),
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, EXPIRES_AT: { by: 'x.expires_at', type: 'timestamptz' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.device_id', 'Device', filter.deviceId)
      .id('x.impersonator_id', 'User', filter.impersonatorId)
      .when(filter.impersonated, () => `x.impersonator_id is ${filter.impersonated ? 'not ' : ''}null`)
      .when(
        filter.applicationId,
        () =>
          `exists (select from token_families f where f.session_id = x.id and f.application_id = ${add(filterId('Application', filter.applicationId!))})`,
      )
      .when(filter.status, () => statusCondition(sessionLife, filter.status!, 'ENDED'))
      .anyOf('x.platform', filter.platform)
      .equal('x.ip', 'ip', filter.ip)
      .between('x.created_at', filter.createdFrom, filter.createdTo)
      .between('x.last_seen_at', filter.lastSeenFrom, filter.lastSeenTo).list,
};

/** The most live sessions that `sessionsByPlatform` lists of one platform. */
const PER_PLATFORM = 100;

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
      : this.database.one<Session>(`select ${sessionColumns} from ${sessionFrom} where x.id = $1`, [id]);
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
         select ${sessionColumns}, row_number() over (partition by x.user_id, x.platform order by x.id desc) as "position",
           count(*) over (partition by x.user_id, x.platform) as "platformCount"
         from ${sessionFrom} where x.user_id = any($1::uuid[]) and ${sessionLife.live}) ranked
       where ranked."position" <= ${PER_PLATFORM} order by ranked."platform", ranked."position"`,
      [userIds],
    );
  }

  /** Ends those that have not ended. What they issued ends too if `removeTokens` is set, and always for impersonations. */
  async end(ids: string[], { reason, revocationId }: Cause, removeTokens: boolean): Promise<void> {
    await this.database.execute(
      `update sessions set ended_at = now(), end_reason = $2, revocation_id = $3, tokens_ended_at = case when $4 or impersonator_id is not null then now() end
       where id = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId, removeTokens],
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
    await this.database.execute(
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
       select $1, $2, $3, u.id, u.epoch, i.id, i.epoch, 'OTHER', '{}',
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
      `select x.id, x.user_id as "userId" from sessions x ${sessionLife.joins}
       where x.user_id = $1 and x.id is distinct from $2 and x.impersonator_id is null and not ('mfa' = any(x.authentication_methods)) and ${sessionLife.live}`,
      [userId, exceptId],
    );
  }

  /** Of other users, whom these deleted users impersonate: nothing would say any more how these ended. */
  async endImpersonationsBy(userIds: string[], revocationId: string): Promise<void> {
    await this.database.execute(
      `update sessions set ended_at = now(), tokens_ended_at = now(), end_reason = 'IMPERSONATION_ENDED', revocation_id = $2
       where impersonator_id = any($1::uuid[]) and ended_at is null and expires_at > now()`,
      [userIds, revocationId],
    );
  }
}

export const sessions = repositoryOf(Session, SessionRepository);
