/** Lists of receipts, and of what they hold. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListOrder, ListSource } from '../../database/list';
import { Conditions, containing, filterId, filterText } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { decodeAnyId } from '../../platform/type-id';
import { Revocation, RevocationItem } from '../../core/revocation/entity';
import { revocationColumns } from '../../core/revocation/find';

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

export const revocationList: ListSource<RevocationFilter> = {
  name: 'revocations',
  select: revocationColumns,
  from: 'revocations x',
  countFrom: () => 'revocations x',
  orders: { REQUESTED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyText('x.action', 'action', filter.action)
      .id('x.actor_user_id', 'User', filter.actorUserId)
      .id('x.impersonator_user_id', 'User', filter.impersonatorId)
      .when(
        filter.actorApplicationId,
        () =>
          `(x.actor_application_id = ${add(filterId('Application', filter.actorApplicationId!))}::uuid and x.actor_user_id is null)`,
      )
      .id('x.user_id', 'User', filter.userId)
      .when(filter.targetId, () => {
        const target = decodeAnyId(filter.targetId!);
        return target
          ? `(x.target_id = ${add(target.uuid)}::uuid and x.target_type = ${add(target.type)}::text)`
          : 'false';
      })
      .when(filter.search, () => `lower(x.reason) like ${add(containing(filterText('search', filter.search!)))}`)
      .between('x.requested_at', filter.from, filter.to).list,
};

/** The items of receipts that are written out, which is all of them but for large ones in their first seconds. */
export const itemList: ListSource<never> = {
  name: 'revocationItems',
  select: 'x.id, x.id as "itemId", x.type, x.user_id as "userId", x.revocation_id as "revocationId"',
  from: '(select i.*, i.item_id as id from revocation_items i) x',
  countFrom: () => 'revocation_items x',
  orders: { ITEM: { by: 'x.id', type: 'uuid' } },
  conditions: () => [],
};
/** By the id of what died, which is the order in which it came to be. */
export const ITEM_ORDER: ListOrder = { field: 'ITEM', direction: 'ASC' };
