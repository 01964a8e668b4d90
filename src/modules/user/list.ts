/** Lists of users. */
import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import type { Add, ListSource } from '../../database/list';
import { UserSource, UserStatus, UserType } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { badInput } from '../../schema/errors';
import { Conditions, containing, filterId, filterText } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { lifeOf, userHasExpired } from '../../core/liveness/live';
import { HELD_ROLES } from '../../core/authority/held-roles';
import { isMember, isUnder } from '../../core/authority/extent';
import { lastActive } from './activity';
import { User } from './entity';
import { isStorable } from './normalize';

export const UserConnection = connectionOf(() => User, 'User', 'users');
export const UserOrder = orderOf('User', {
  CREATED_AT: 'When the record was made.',
  USERNAME: 'The username.',
  LAST_LOGIN_AT: 'The last sign-in; never comes first.',
});

@InputType({ description: 'What an attribute must be: exactly one of `equals` and `exists`.' })
export class AttributeCondition {
  @Field({ description: 'The name of the attribute, at the top of `attributes`.' })
  name: string;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'Has exactly this value: text, a number, a list, an object.',
  })
  equals?: unknown;

  @Field(() => Boolean, { nullable: true, description: 'Is there, whatever its value, or is not.' })
  exists?: boolean | null;
}

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

  @Field(() => [AttributeCondition], { nullable: true, description: 'All of these, at most 10.' })
  attributes?: AttributeCondition[] | null;

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

  @Field(() => Date, {
    nullable: true,
    description: 'Neither made, enabled, signed in nor using a session or token at or after this.',
  })
  lastActivityBefore?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Has a live session, or has none.' })
  hasLiveSession?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Has a live token or a standing consent of this application.' })
  usesApplicationId?: string | null;
}

const MOST_ATTRIBUTES = 10;

/** `@>` and `?` go by the index on attributes; `@>` alone would take an object that has more than was asked for. */
const hasAttribute = ({ name, equals, exists }: AttributeCondition, add: Add): string => {
  if ((equals == null) === (exists == null))
    throw badInput('A condition on an attribute needs exactly one of `equals` and `exists`.');
  const key = `${add(filterText('name', name))}::text`;
  if (exists != null) return `${exists ? '' : 'not '}x.attributes ? ${key}`;
  if (!isStorable(equals)) throw badInput('`equals` must be a value that an attribute can have.');
  const value = `${add(JSON.stringify(equals))}::jsonb`;
  return `(x.attributes @> jsonb_build_object(${key}, ${value}) and x.attributes -> ${key} = ${value})`;
};

const hasAttributes = (conditions: AttributeCondition[], add: Add): string => {
  if (conditions.length > MOST_ATTRIBUTES)
    throw badInput(`\`attributes\` takes at most ${MOST_ATTRIBUTES} conditions.`);
  return conditions.map((condition) => hasAttribute(condition, add)).join(' and ');
};

const session = lifeOf('session', 's');
const token = lifeOf('token', 't');

export const userList: ListSource<UserFilter> = {
  name: 'users',
  select: `${columnsOf(User, 'x')}, ${userHasExpired('x')} as "hasExpired"`,
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
      .when(filter.attributes?.length || null, () => hasAttributes(filter.attributes!, add))
      .when(filter.groupId, () => isMember('x.id', `${add(filterId('Group', filter.groupId!))}::uuid`))
      .when(
        filter.role,
        () =>
          `exists (select from ${HELD_ROLES} h join roles r on r.id = h.role_id where h.user_id = x.id and lower(r.name) = lower(${add(filterText('role', filter.role!))}))`,
      )
      .between('x.created_at', filter.createdFrom, filter.createdTo)
      .between('x.last_login_at', filter.lastLoginFrom, filter.lastLoginTo)
      .when(filter.lastActivityBefore, () => `${lastActive('x')} < ${add(filter.lastActivityBefore)}::timestamptz`)
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
