/** Queries and mutations on users. */
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { encodeId } from '../../platform/type-id';
import { RequiredAction } from '../../schema/enums';
import { badInput } from '../../schema/errors';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { readSetting } from '../../core/setting/settings';
import { accessCondition } from '../../core/authority/object-permissions';
import { User } from './entity';
import * as inputs from './inputs';
import { UserConnection, UserFilter, UserOrder } from './list';
import { dormantFor, userList } from './list-repository';
import { users } from './repository';
import { previousIdsOfUser, usersWithStrongFactor } from './loaders';
import { previousIds } from './previous-id-repository';
import { nameKey } from '../../platform/name-key';
import * as many from './many';
import * as service from './service';
import { createServiceAccount } from './service-account';
import { visibleUserByUuid, visibleUser } from './visible';

const UsersArgs = connectionArgs(
  () => UserFilter,
  () => UserOrder,
);
@ArgsType()
class DormancyArgs extends UsersArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'The number of days without activity. Defaults to the setting `usersDormantDays`.',
  })
  days?: number | null;
}

const MAX_DAYS = 3_650;

@InputType({ description: 'Identifies a user. Set exactly one field.' })
export class UserBy {
  @Field(() => ID, { nullable: true, description: 'By id.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'By username, ignoring case.' })
  username?: string | null;

  @Field(() => String, { nullable: true, description: 'By email address, ignoring case.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'By an id that the user had in another system.' })
  previousId?: string | null;
}

@ArgsType()
class UserArgs {
  @Field(() => UserBy, { description: 'Identifies the user.' })
  by: UserBy;
}

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: 'A user; null if not found or you do not have access.' })
  async user(@Args(() => UserArgs) { by }: UserArgs, @Ctx() context: Context) {
    const given = (['id', 'username', 'email', 'previousId'] as const).filter((key) => by[key] != null);
    if (given.length !== 1)
      throw badInput('`by` requires exactly one of `id`, `username`, `email` and `previousId`.', ['by']);
    if (by.id != null) return visibleUser(context, by.id);
    if (by.previousId != null)
      return visibleUserByUuid(context, await previousIds(context.database).findUserId(by.previousId));
    const column = by.username != null ? 'username' : 'email';
    const key = nameKey((by.username ?? by.email)!);
    if (key.includes('\0')) return null;
    return visibleUserByUuid(context, await users(context.database).findIdBy(column, key));
  }

  @Query(() => UserConnection, { description: 'Users. Without the permission to read users, only yourself.' })
  users(@Args(() => UsersArgs) args: ConnectionArgs<UserFilter>, @Ctx() context: Context) {
    const { principal } = context;
    return pageOf(context, userList, 'CREATED_AT', args, accessCondition(principal, 'users:read', 'x.id'));
  }

  @Query(() => UserConnection, {
    description:
      'The users that the dormancy rule would disable now: those who can sign in and have had no activity for the given number of days. Internal service accounts and the most recently active administrator are excluded. Empty if the rule is off.',
  })
  async dormancyPreview(@Args(() => DormancyArgs) args: DormancyArgs, @Ctx() context: Context) {
    if (args.days != null && (args.days < 1 || args.days > MAX_DAYS))
      throw badInput(`\`days\` must be from 1 to ${MAX_DAYS}.`, ['days']);
    const days = args.days ?? (await readSetting(context.database, 'users.dormantDays'));
    return pageOf(context, userList, 'CREATED_AT', args, (add) => (days === 0 ? ['false'] : dormantFor(days, add)));
  }

  @Reads('id')
  @FieldResolver(() => [String], {
    description: 'The ids that the user had in the systems they come from. An id belongs to one user.',
  })
  previousIds(@Root() { id }: Shown<User, 'id'>, @Ctx() context: Context): Promise<string[]> {
    return context.load(previousIdsOfUser, id);
  }

  @Reads('id', 'subject')
  @FieldResolver(() => String, {
    description:
      'The `sub` that applications get: the id of the user, or the one that the user kept from another system.',
  })
  subject(@Root() { id, subject }: Shown<User, 'id' | 'subject'>): string {
    return subject ?? encodeId('User', id);
  }

  @Reads('factorRequiredAt', 'id', 'passwordChangeRequiredAt', 'emailVerificationRequiredAt', 'emailVerified', 'email')
  @FieldResolver(() => [RequiredAction], {
    description: 'What the user must do at the next sign-in with the password, before it is complete.',
  })
  async requiredActions(
    @Root()
    user: Shown<
      User,
      'factorRequiredAt' | 'id' | 'passwordChangeRequiredAt' | 'emailVerificationRequiredAt' | 'emailVerified' | 'email'
    >,
    @Ctx() context: Context,
  ): Promise<RequiredAction[]> {
    const mustEnroll = user.factorRequiredAt !== null && !(await context.load(usersWithStrongFactor, user.id));
    return [
      ...(user.passwordChangeRequiredAt ? (['CHANGE_PASSWORD'] as const) : []),
      ...(user.emailVerificationRequiredAt && !user.emailVerified && user.email !== null
        ? (['VERIFY_EMAIL'] as const)
        : []),
      ...(mustEnroll ? (['ENROLL_FACTOR'] as const) : []),
    ];
  }

  @Reads('ownerId')
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The person responsible for a service account, if any.',
  })
  owner(@Root() user: Shown<User, 'ownerId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, user.ownerId);
  }

  @Mutation(() => inputs.CreateUserPayload, { description: 'Creates a local user. Errors: CONFLICT, INVALID_INPUT.' })
  async createUser(@Arg('input') input: inputs.CreateUserInput, @Ctx() context: Context) {
    const { value, errors } = await service.createUser(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.CreateServiceAccountPayload, {
    description:
      'Creates a service account, which is used through API tokens. Errors: CONFLICT, INVALID_INPUT, NOT_FOUND.',
  })
  async createServiceAccount(@Arg('input') input: inputs.CreateServiceAccountInput, @Ctx() context: Context) {
    const { value, errors } = await createServiceAccount(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.UpdateUserPayload, {
    description: 'Changes a user. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT, EXTERNALLY_MANAGED, VERSION_CONFLICT.',
  })
  async updateUser(@Arg('input') input: inputs.UpdateUserInput, @Ctx() context: Context) {
    const { value, errors } = await service.updateUser(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.DisableUserPayload, {
    description:
      'Disables a user. All sessions, access and refresh tokens and unexchanged access grants end immediately. Errors: NOT_FOUND, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async disableUser(@Arg('input') input: inputs.DisableUserInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.disableUser(context, input);
    return { user: value, revocation, errors };
  }

  @Mutation(() => inputs.EnableUserPayload, {
    description:
      'Enables a user. Sessions and tokens that have ended are not restored. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async enableUser(@Arg('input') input: inputs.EnableUserInput, @Ctx() context: Context) {
    const { value, errors } = await service.enableUser(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.DeleteUserPayload, {
    description:
      'Permanently deletes a disabled or pending user. Errors: NOT_FOUND, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async deleteUser(@Arg('input') input: inputs.DeleteUserInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.deleteUser(context, input);
    return { deletedUserId: value && encodeId('User', value), revocation, errors };
  }

  @Mutation(() => inputs.DisableUsersPayload, {
    description:
      'Disables many users with one receipt. The rules of `disableUser` apply to each user. Errors: INVALID_INPUT, COUNT_MISMATCH; for each user, those of `disableUser`.',
  })
  async disableUsers(@Arg('input') input: inputs.DisableUsersInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await many.disableUsers(context, input);
    return { results: value, revocation, errors };
  }

  @Mutation(() => inputs.EnableUsersPayload, {
    description:
      'Enables many users. Sessions and tokens that have ended are not restored. Errors: INVALID_INPUT, COUNT_MISMATCH; for each user, those of `enableUser`.',
  })
  async enableUsers(@Arg('input') input: inputs.EnableUsersInput, @Ctx() context: Context) {
    const { value, errors } = await many.enableUsers(context, input);
    return { results: value, errors };
  }

  @Mutation(() => inputs.DeleteUsersPayload, {
    description:
      'Permanently deletes many users with one receipt. The rules of `deleteUser` apply to each user. Errors: INVALID_INPUT, COUNT_MISMATCH; for each user, those of `deleteUser`.',
  })
  async deleteUsers(@Arg('input') input: inputs.DeleteUsersInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await many.deleteUsers(context, input);
    return { results: value, revocation, errors };
  }
}
