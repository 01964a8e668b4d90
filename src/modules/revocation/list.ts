/** The filter, order and connections of lists of receipts and their items. */
import { Field, ID, InputType } from 'type-graphql';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Revocation, RevocationItem } from '../../core/revocation/entity';

export const RevocationConnection = connectionOf(() => Revocation, 'Revocation', 'receipts');
export const RevocationItemConnection = connectionOf(() => RevocationItem, 'RevocationItem', 'things that ended');
export const RevocationOrder = orderOf('Revocation', { REQUESTED_AT: 'When it was requested.' });

@InputType({
  description: 'Which receipts to list. Conditions are combined with AND, the values of one condition with OR.',
})
export class RevocationFilter {
  @Field(() => [String], { nullable: true, description: 'One of these actions, such as `disableUser`.' })
  action?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Requested by this user.' })
  actorUserId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Requested by this user while impersonating another.' })
  impersonatorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Requested by this application itself.' })
  actorApplicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Affecting this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With this object as the target.' })
  targetId?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the reason, ignoring case.' })
  search?: string | null;

  @Field(() => Date, { nullable: true, description: 'Requested at or after.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Requested at or before.' })
  to?: Date | null;
}
