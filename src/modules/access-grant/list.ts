/** The filter, the order and the connection of lists of access grants. */
import { Field, ID, InputType } from 'type-graphql';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { AccessGrant } from './entity';

export const AccessGrantConnection = connectionOf(() => AccessGrant, 'AccessGrant', 'access grants');
export const AccessGrantOrder = orderOf('AccessGrant', { CREATED_AT: 'By the time of issue.' });

@InputType({ description: 'Selects access grants. All conditions must match.' })
export class AccessGrantFilter {
  @Field(() => ID, { nullable: true, description: 'Access grants of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Access grants issued to this application.' })
  applicationId?: string | null;
}
