/** The filter, the order and the connection of lists of invitations. */
import { Field, ID, InputType } from 'type-graphql';
import { InvitationStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Invitation } from './entity';

export const InvitationConnection = connectionOf(() => Invitation, 'Invitation', 'invitations');
export const InvitationOrder = orderOf('Invitation', { CREATED_AT: 'When it was created.' });

@InputType({ description: 'Which invitations. Conditions AND together, values inside one OR.' })
export class InvitationFilter {
  @Field(() => [InvitationStatus], { nullable: true, description: 'Any of these.' })
  status?: InvitationStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Created by this user.' })
  creatorUserId?: string | null;
}
