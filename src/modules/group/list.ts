/** The filter, the order and the connection of lists of groups. */
import { Field, ID, InputType } from 'type-graphql';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Group } from './entity';

export const GroupConnection = connectionOf(() => Group, 'Group', 'groups');
export const GroupOrder = orderOf('Group', { CREATED_AT: 'When it was created.', NAME: 'The name.' });

@InputType({ description: 'Which groups. Conditions AND together.' })
export class GroupFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, ignoring case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'In this folder or below it.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'Directly below this group.' })
  parentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With this user as a member, also through a group below.' })
  userId?: string | null;
}
