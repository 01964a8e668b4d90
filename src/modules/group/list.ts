/** Lists of groups. */
import { Field, ID, InputType } from 'type-graphql';
import type { Add, ListSource } from '../../database/list';
import { Conditions, containing, filterId, filterText } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { objectsWith, isMember, isUnder } from '../../core/authority/extent';
import { may, type Principal } from '../../core/authority/principal';
import { Group } from './entity';
import { groupColumns } from './find';

export const GroupConnection = connectionOf(() => Group, 'Group', 'groups');
export const GroupOrder = orderOf('Group', { CREATED_AT: 'When it was made.', NAME: 'The name.' });

@InputType({ description: 'Which groups. Conditions AND together.' })
export class GroupFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, ignoring case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'In this folder or below it.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'Right below this group.' })
  parentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With this user in it, or in a group below it.' })
  userId?: string | null;
}

/** Whether the user is in the group `x` or in one below it. */
export const inGroup = (user: string): string => isMember(user, 'x.id');

/** What the caller may read: by what is held on an object, and the groups that the caller is in; nothing for those who may read all. */
export const readableGroup =
  (principal: Principal) =>
  (add: Add): string[] => {
    if (may(principal, 'groups:read')) return [];
    const conditions = principal.ownsRows ? [inGroup(`${add(principal.userId)}::uuid`)] : [];
    for (const { path, groupId } of objectsWith(principal, 'groups:read')) {
      if (path !== null) conditions.push(isUnder('x.path', path, add));
      if (groupId !== null)
        conditions.push(
          `exists (select from group_closure c where c.descendant_id = x.id and c.ancestor_id = ${add(groupId)}::uuid)`,
        );
    }
    return [conditions.length > 0 ? `(${conditions.join(' or ')})` : 'false'];
  };

export const groupList: ListSource<GroupFilter> = {
  name: 'groups',
  select: groupColumns,
  from: 'groups x',
  countFrom: () => 'groups x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, NAME: { by: 'x.name_key', type: 'text' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .when(filter.search, () => `x.name_key like ${add(containing(filterText('search', filter.search!)))}`)
      .when(filter.path, () => isUnder('x.path', filterText('path', filter.path!, 1_000), add))
      .id('x.parent_id', 'Group', filter.parentId)
      .when(filter.userId, () => inGroup(`${add(filterId('User', filter.userId!))}::uuid`)).list,
};
