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

/** Live sessions that `sessionsByPlatform` lists of each platform. */
const PER_PLATFORM = 100;

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

  /** The newest live sessions of each of these users by platform, and how many each platform has. */
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

  /** Ends those that have not ended; what they issued ends too where `removeTokens`, and always where somebody was impersonated. */
  async end(ids: string[], { reason, revocationId }: Cause, removeTokens: boolean): Promise<void> {
    await this.database.execute(
      `update sessions set ended_at = now(), end_reason = $2, revocation_id = $3, tokens_ended_at = case when $4 or impersonator_id is not null then now() end
       where id = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId, removeTokens],
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
