/** The filter, the order and the connection of lists of users. */
import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { UserSource, UserStatus, UserType } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { User } from './entity';

export const UserConnection = connectionOf(() => User, 'User', 'users');
export const UserOrder = orderOf('User', {
  CREATED_AT: 'When the user was created.',
  USERNAME: 'The username.',
  LAST_LOGIN_AT: 'Last sign-in. Users who have never signed in sort as earliest.',
});

@InputType({ description: 'A condition on an attribute. Set exactly one of `equals` and `exists`.' })
export class AttributeCondition {
  @Field({ description: 'The name of a top-level key of `attributes`.' })
  name: string;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The attribute has exactly this value: any JSON value except null.',
  })
  equals?: unknown;

  @Field(() => Boolean, { nullable: true, description: 'True: the attribute is present. False: it is absent.' })
  exists?: boolean | null;
}

@InputType({ description: 'Filter for users. Conditions are combined with AND, the values of one condition with OR.' })
export class UserFilter {
  @Field(() => [UserStatus], { nullable: true, description: 'Any of these values.' })
  status?: UserStatus[] | null;

  @Field(() => [UserSource], { nullable: true, description: 'Any of these values.' })
  source?: UserSource[] | null;

  @Field(() => [UserType], { nullable: true, description: 'Any of these values.' })
  type?: UserType[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the username, email address or name, ignoring case.' })
  search?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Had this id in another system: exactly, since such an id belongs to one user.',
  })
  previousId?: string | null;

  @Field(() => String, { nullable: true, description: 'In this folder or below it.' })
  path?: string | null;

  @Field(() => [AttributeCondition], { nullable: true, description: 'Matches all of these conditions, at most 10.' })
  attributes?: AttributeCondition[] | null;

  @Field(() => ID, { nullable: true, description: 'Member of this group or of a group below it.' })
  groupId?: string | null;

  @Field(() => String, { nullable: true, description: 'Holds the role with this name, ignoring case.' })
  role?: string | null;

  @Field(() => Date, { nullable: true, description: 'Created at or after this time.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Created at or before this time.' })
  createdTo?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Last signed in at or after this time.' })
  lastLoginFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Last signed in at or before this time.' })
  lastLoginTo?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'No activity at or after this time: not created, not enabled, no sign-in, no use of a session or token.',
  })
  lastActivityBefore?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Has an active session (true) or has none (false).' })
  hasLiveSession?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Has an active token or consent for this application.' })
  usesApplicationId?: string | null;
}
