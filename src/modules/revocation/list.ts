/** Lists of receipts, and of what they hold. */
import { Field, ID, InputType } from 'type-graphql';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Revocation, RevocationItem } from '../../core/revocation/entity';

export const RevocationConnection = connectionOf(() => Revocation, 'Revocation', 'receipts');
export const RevocationItemConnection = connectionOf(() => RevocationItem, 'RevocationItem', 'things that ended');
export const RevocationOrder = orderOf('Revocation', { REQUESTED_AT: 'When it was asked.' });

@InputType({ description: 'Which receipts. Conditions AND together, values inside one OR.' })
export class RevocationFilter {
  @Field(() => [String], { nullable: true, description: 'Any of these actions, such as `disableUser`.' })
  action?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Asked by this user.' })
  actorUserId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Asked by this user in the place of another.' })
  impersonatorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Asked by this application in its own right.' })
  actorApplicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this user’s things.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About exactly this object, of whatever type.' })
  targetId?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the reason that was given, ignoring case.' })
  search?: string | null;

  @Field(() => Date, { nullable: true, description: 'Asked at or after.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Asked at or before.' })
  to?: Date | null;
}
