/** The list of sessions: its columns, filter conditions and orders. */
import { sinceEpochOfUser, sinceGeneralEpoch } from '../../core/liveness/epochs';
import {
  livenessOf,
  statusColumns,
  statusCondition,
  statusConditionJoins,
  statusJoins,
} from '../../core/liveness/live';
import { Conditions, filterId } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { Session } from './entity';
import type { SessionFilter } from './list';

export const sessionLiveness = livenessOf('session', 'x');

/** Whether a list has live sessions only. */
const onlyLive = ({ filter, active }: { filter?: SessionFilter | null; active?: boolean | null }): boolean =>
  active === true || (filter?.status?.length === 1 && filter.status[0] === 'ACTIVE');

/** The sessions of a user. Live ones are found without reading those that an ending has left behind. */
export const sessionsOfUser =
  (args: { filter?: SessionFilter | null; active?: boolean | null }) =>
  (id: string): string =>
    onlyLive(args) ? `x.user_id = ${id} and ${sinceEpochOfUser('x', id)}` : `x.user_id = ${id}`;

export const sessionRows = rowsOf(Session, {
  type: 'Session',
  from: 'sessions x',
  columns: statusColumns('session', sessionLiveness),
  joins: statusJoins('session', sessionLiveness),
  always: ['userId'],
});

export const sessionList: ListSource<SessionFilter> = {
  name: 'sessions',
  rows: sessionRows,
  joins: (filter, byActive) => statusConditionJoins(filter?.status, byActive),
  active: { condition: sessionLiveness.live, byDefault: false },
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, EXPIRES_AT: { by: 'x.expires_at', type: 'timestamptz' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .when(onlyLive({ filter }) ? filter.userId : null, () =>
        sinceEpochOfUser('x', `${add(filterId('User', filter.userId!))}::uuid`),
      )
      .when(onlyLive({ filter }) && filter.userId == null ? true : null, () => sinceGeneralEpoch('x'))
      .id('x.device_id', 'Device', filter.deviceId)
      .id('x.impersonator_id', 'User', filter.impersonatorId)
      .when(filter.impersonated, () => `x.impersonator_id is ${filter.impersonated ? 'not ' : ''}null`)
      .when(
        filter.applicationId,
        () =>
          `exists (select from token_families f where f.session_id = x.id and f.application_id = ${add(filterId('Application', filter.applicationId!))})`,
      )
      .when(filter.status, () => statusCondition(sessionLiveness, filter.status!, 'ENDED'))
      .anyOf('x.platform', filter.platform)
      .equal('x.ip', 'ip', filter.ip)
      .between('x.created_at', filter.createdFrom, filter.createdTo)
      .between('x.last_seen_at', filter.lastSeenFrom, filter.lastSeenTo).list,
};
