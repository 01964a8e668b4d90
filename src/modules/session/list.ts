/** Lists of sessions. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { Platform, SessionStatus } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { Conditions, filterId } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { lifeColumns, lifeOf, statusCondition } from '../../core/liveness/live';
import { Session } from './entity';

export const SessionConnection = connectionOf(() => Session, 'Session', 'sessions');
export const SessionOrder = orderOf('Session', { CREATED_AT: 'When it began.', EXPIRES_AT: 'When it ends by itself.' });

@InputType({ description: 'Which sessions. Conditions AND together, values inside one OR.' })
export class SessionFilter {
  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'On this device.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'In which this application was used.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'In which this user acts in the place of another.' })
  impersonatorId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'In which somebody acts in the user’s place, or nobody does.' })
  impersonated?: boolean | null;

  @Field(() => [SessionStatus], { nullable: true, description: 'Any of these.' })
  status?: SessionStatus[] | null;

  @Field(() => [Platform], { nullable: true, description: 'Any of these.' })
  platform?: Platform[] | null;

  @Field(() => String, { nullable: true, description: 'From exactly this address.' })
  ip?: string | null;

  @Field(() => Date, { nullable: true, description: 'Began at or after.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Began at or before.' })
  createdTo?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Last seen at or after.' })
  lastSeenFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Last seen at or before.' })
  lastSeenTo?: Date | null;
}

const life = lifeOf('session', 'x');
export const sessionLife = life;
export const sessionColumns = `${columnsOf(Session, 'x')}, ${lifeColumns('session', life)}`;
export const sessionFrom = `sessions x ${life.joins} ${life.death}`;

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
      .when(filter.status, () => statusCondition(life, filter.status!, 'ENDED'))
      .anyOf('x.platform', filter.platform)
      .equal('x.ip', 'ip', filter.ip)
      .between('x.created_at', filter.createdFrom, filter.createdTo)
      .between('x.last_seen_at', filter.lastSeenFrom, filter.lastSeenTo).list,
};
