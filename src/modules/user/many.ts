/** Bulk disabling, enabling and deleting of users. The rules of the single mutation apply to each user; refused users do not affect the others. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { notFoundWithoutPermission, type Refusal } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import { recordEvents } from '../../core/event/record';
import type { MutationResult } from '../../core/mutation/run';
import { type BulkDefinition, endMany, type OperationResult } from '../../core/mutation/many';
import { userIsEnabled } from '../../core/liveness/live';
import { readSetting } from '../../core/setting/settings';
import { may, type Principal } from '../../core/authority/principal';
import { enabledAdministrators, lockPossibleAdministrators } from '../../core/mutation/administrators';
import * as endings from './endings';
import type { User } from './entity';
import type { ManyUsersInput } from './inputs';
import type { UserFilter } from './list';
import { userList } from './list-repository';
import { users } from './repository';
import { mayDeleteUser, mayDisableUser, mayEnableUser, type UserPolicyData } from './policy';

type Check = (principal: Principal, user: User, data: UserPolicyData) => Promise<Refusal | null>;

/**
 * Checks one user after the other, as if each were a single mutation. So the last enabled administrator in the list is refused. The lock on the
 * administrators keeps the result valid until the end of the transaction.
 */
const checkOneByOne =
  (check: Check) =>
  async (database: Database, { principal }: Context, users: User[]): Promise<ReadonlyMap<string, Refusal>> => {
    const administrators = await enabledAdministrators(database);
    const data: UserPolicyData = {
      isLastAdministrator: async (id) =>
        administrators.has(id) && ![...administrators].some(([other, lasts]) => lasts && other !== id),
      setting: (key) => readSetting(database, key),
    };
    const refused = new Map<string, Refusal>();
    for (const user of users) {
      const refusal = await check(principal, user, data);
      if (refusal) refused.set(user.id, refusal);
      else administrators.delete(user.id);
    }
    return refused;
  };

const USERS = {
  type: 'User',
  what: 'user',
  field: 'userIds',
  list: userList,
  owner: { column: 'x.id', of: ({ id }) => id },
  lock: (database, users) =>
    lockPossibleAdministrators(
      database,
      users.map(({ id }) => id),
    ),
} satisfies Partial<BulkDefinition<User, UserFilter>>;

const withPermission = (permission: Permission) => ({
  permission,
  may: (principal: Principal) =>
    may(principal, permission) ? null : notFoundWithoutPermission('user', 'userIds', permission),
});

const DISABLE: BulkDefinition<User, UserFilter> = {
  ...USERS,
  ...withPermission('users:disable'),
  live: userIsEnabled('x'),
  hasEnded: ({ status }) => status === 'DISABLED',
  check: checkOneByOne(mayDisableUser),
};
const ENABLE: BulkDefinition<User, UserFilter> = {
  ...USERS,
  ...withPermission('users:disable'),
  live: `x.status = 'DISABLED'`,
  hasEnded: ({ status }) => status === 'ACTIVE' || status === 'PENDING_LOGIN',
  check: checkOneByOne(async (_principal, user) => mayEnableUser(user)),
};
const DELETE: BulkDefinition<User, UserFilter> = {
  ...USERS,
  ...withPermission('users:delete'),
  live: 'true',
  hasEnded: () => false,
  check: checkOneByOne(mayDeleteUser),
};

const endingOptions = (input: ManyUsersInput) => ({
  target: null,
  reason: input.reason ?? null,
  dryRun: input.dryRun ?? false,
});

export const disableUsers = (context: Context, input: ManyUsersInput): Promise<MutationResult<OperationResult[]>> =>
  endMany(context, DISABLE, 'disableUsers', input.userIds, input, (database, users) =>
    endings.disableUsers(database, context.caller, { action: 'disableUsers', users, ...endingOptions(input) }),
  );

export const deleteUsers = (context: Context, input: ManyUsersInput): Promise<MutationResult<OperationResult[]>> =>
  endMany(context, DELETE, 'deleteUsers', input.userIds, input, (database, users) =>
    endings.deleteUsers(database, context.caller, { action: 'deleteUsers', users, ...endingOptions(input) }),
  );

export const enableUsers = (context: Context, input: ManyUsersInput): Promise<MutationResult<OperationResult[]>> =>
  endMany(context, ENABLE, 'enableUsers', input.userIds, input, async (database, enabled) => {
    const ids = enabled.map(({ id }) => id);
    await users(database).enable(ids);
    await recordEvents(
      database,
      context.caller,
      ids.map((userId) => ({ type: 'USER_ENABLED', userId, reason: input.reason ?? null })),
    );
    return null;
  });
