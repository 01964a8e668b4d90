/** Lists of receipts, and of what they hold. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { columnsOf } from '../../schema/columns';
import { Conditions } from '../../schema/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { decodeAnyId } from '../../platform/type-id';
import { Revocation, RevocationItem } from './entity';

export const RevocationConnection = connectionOf(() => Revocation, 'Revocation', 'receipts');
export const RevocationItemConnection = connectionOf(() => RevocationItem, 'RevocationItem', 'things that ended');
export const RevocationOrder = orderOf('Revocation', { REQUESTED_AT: 'When it was asked.' });

@InputType({ description: 'Which receipts. Conditions AND together, values inside one OR.' })
export class RevocationFilter {
  @Field(() => [String], { nullable: true, description: 'Any of these actions, such as `disableUser`.' })
  action?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Asked by this user.' })
  actorUserId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this user’s things.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About exactly this object, of whatever type.' })
  targetId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Asked at or after.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Asked at or before.' })
  to?: Date | null;
}

export const revocationColumns = `${columnsOf(Revocation, 'x')}, false as "replayed", false as "dryRun"`;

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
      .id('x.user_id', 'User', filter.userId)
      .when(filter.targetId, () => {
        const target = decodeAnyId(filter.targetId!);
        return target
          ? `(x.target_id = ${add(target.uuid)}::uuid and x.target_type = ${add(target.type)}::text)`
          : 'false';
      })
      .between('x.requested_at', filter.from, filter.to).list,
};
