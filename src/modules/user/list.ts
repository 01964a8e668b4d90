/** Lists of users. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { UserSource, UserStatus, UserType } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { Conditions, containing, filterId, filterText } from '../../schema/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { lifeOf } from '../revocation/live';
import { HELD_ROLES } from '../role/held';
import { isMember, isUnder } from '../viewer/extent';
import { User } from './entity';

export const UserConnection = connectionOf(() => User, 'User', 'users');
export const UserOrder = orderOf('User', {
  CREATED_AT: 'When the record was made.',
  USERNAME: 'The username.',
  LAST_LOGIN_AT: 'The last sign-in; never comes first.',
});

@InputType({ description: 'Which users. Conditions AND together, values inside one OR.' })
export class UserFilter {
  @Field(() => [UserStatus], { nullable: true, description: 'Any of these.' })
  status?: UserStatus[] | null;

  @Field(() => [UserSource], { nullable: true, description: 'Any of these.' })
  source?: UserSource[] | null;

  @Field(() => [UserType], { nullable: true, description: 'Any of these.' })
  type?: UserType[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the username, e-mail address or name, ignoring case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'This path or below it.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'In this group, or in one below it.' })
  groupId?: string | null;

  @Field(() => String, { nullable: true, description: 'Holds the role of this name, ignoring case.' })
  role?: string | null;

  @Field(() => Date, { nullable: true, description: 'Made at or after.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Made at or before.' })
  createdTo?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Last signed in at or after.' })
  lastLoginFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Last signed in at or before.' })
  lastLoginTo?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Has a live session, or has none.' })
  hasLiveSession?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Has a live token or a standing consent of this application.' })
  usesApplicationId?: string | null;
}

const session = lifeOf('session', 's');
const token = lifeOf('token', 't');

export const userList: ListSource<UserFilter> = {
  name: 'users',
  select: columnsOf(User, 'x'),
  from: 'users x',
  countFrom: () => 'users x',
  orders: {
    CREATED_AT: { by: 'x.id', type: 'uuid' },
    USERNAME: { by: 'x.username_key', type: 'text' },
    LAST_LOGIN_AT: { by: `coalesce(x.last_login_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
  },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf('x.status', filter.status)
      .anyOf('x.source', filter.source)
      .anyOf('x.type', filter.type)
      .when(filter.search, () => `x.search like ${add(containing(filterText('search', filter.search!)))}`)
      .when(filter.path, () => isUnder('x.path', filterText('path', filter.path!, 1_000), add))
      .when(filter.groupId, () => isMember('x.id', `${add(filterId('Group', filter.groupId!))}::uuid`))
      .when(
        filter.role,
        () =>
          `exists (select from ${HELD_ROLES} h join roles r on r.id = h.role_id where h.user_id = x.id and lower(r.name) = lower(${add(filterText('role', filter.role!))}))`,
      )
      .between('x.created_at', filter.createdFrom, filter.createdTo)
      .between('x.last_login_at', filter.lastLoginFrom, filter.lastLoginTo)
      .when(
        filter.hasLiveSession,
        () =>
          `${filter.hasLiveSession ? '' : 'not '}exists (select from sessions s ${session.joins} where s.user_id = x.id and ${session.live})`,
      )
      .when(filter.usesApplicationId, () => {
        const id = add(filterId('Application', filter.usesApplicationId!));
        return `(exists (select from consents c where c.user_id = x.id and c.application_id = ${id} and c.revoked_at is null and (c.expires_at is null or c.expires_at > now()))
          or exists (select from tokens t ${token.joins} where t.user_id = x.id and t.application_id = ${id} and ${token.live}))`;
      }).list,
};
