/** The filter, the order and the connection of lists of users. */
import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { UserSource, UserStatus, UserType } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { User } from './entity';

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
