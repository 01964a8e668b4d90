/** The filter, the order and the connection of lists of access grants. */
import { Field, ID, InputType } from 'type-graphql';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
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
