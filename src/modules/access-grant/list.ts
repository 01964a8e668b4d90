/** Lists of access grants: only those that may still be exchanged. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { columnsOf } from '../../schema/columns';
import { Conditions } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { lifeColumns, lifeOf } from '../../core/liveness/live';
import { AccessGrant } from './entity';

export const AccessGrantConnection = connectionOf(() => AccessGrant, 'AccessGrant', 'access grants');
export const AccessGrantOrder = orderOf('AccessGrant', { CREATED_AT: 'When it was issued.' });

@InputType({ description: 'Which access grants.' })
export class AccessGrantFilter {
  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Issued to this application.' })
  applicationId?: string | null;
}

export const accessGrantLife = lifeOf('accessGrant', 'x');
export const accessGrantColumns = `${columnsOf(AccessGrant, 'x')}, ${lifeColumns('accessGrant', accessGrantLife)}`;
export const accessGrantFrom = `access_grants x ${accessGrantLife.joins} ${accessGrantLife.death}`;

export const accessGrantList: ListSource<AccessGrantFilter> = {
  name: 'accessGrants',
  select: accessGrantColumns,
  from: accessGrantFrom,
  countFrom: () => `access_grants x ${accessGrantLife.joins}`,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.application_id', 'Application', filter.applicationId).list,
};
/** What every list of access grants leaves out: those that are used up, ended or expired. */
export const accessGrantScope = () => [accessGrantLife.live];
