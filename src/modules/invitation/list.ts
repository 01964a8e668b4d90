/** Lists of invitations, newest first unless told; and whether one may be accepted, which is decided here alone. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { columnsOf } from '../../schema/columns';
import { InvitationStatus } from '../../schema/enums';
import { Conditions } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Invitation } from './entity';

export const InvitationConnection = connectionOf(() => Invitation, 'Invitation', 'invitations');
export const InvitationOrder = orderOf('Invitation', { CREATED_AT: 'When it was made.' });

@InputType({ description: 'Which invitations. Conditions AND together, values inside one OR.' })
export class InvitationFilter {
  @Field(() => [InvitationStatus], { nullable: true, description: 'Any of these.' })
  status?: InvitationStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Made by this user.' })
  creatorUserId?: string | null;
}

const STATUS = `case when x.revoked_at is not null then 'REVOKED' when x.accepted > 0 and not x.reusable then 'ACCEPTED'
  when x.expires_at <= now() then 'EXPIRED' else 'PENDING' end`;
export const mayBeAccepted = `${STATUS} = 'PENDING'`;

export const invitationColumns = `${columnsOf(Invitation, 'x')}, ${STATUS} as "status"`;

export const invitationList: ListSource<InvitationFilter> = {
  name: 'invitations',
  select: invitationColumns,
  from: 'invitations x',
  countFrom: () => 'invitations x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf(`(${STATUS})`, filter.status)
      .id('x.user_id', 'User', filter.userId)
      .id('x.created_by_user_id', 'User', filter.creatorUserId).list,
};
