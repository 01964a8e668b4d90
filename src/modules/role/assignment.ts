/** Assigns roles to users and groups, everywhere or on an object, and removes assignments. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { enforce, invalidInput, notFound, notFoundWithoutPermission, type Refusal } from '../../schema/errors';
import { OBJECT_PERMISSIONS } from '../../schema/permissions';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { groups, requireNoWaitingMembers } from '../group';
import { principalForGroup } from '../../core/authority/object-permissions';
import { lockTree } from '../../core/authority/tree-lock';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers } from '../../core/revocation/engine';
import { ensureAdministratorsRemain } from '../../core/mutation/administrators';
import { checkPath, findUser, type User, users } from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { type PermissionObject, may, type Principal } from '../../core/authority/principal';
import { membersOf, requirePermissionsOfUsers } from '../../core/authority/affected';
import type { Role } from './entity';
import { roleAssignments } from './assignment-repository';
import { roles } from './repository';
import { userRoles } from './user-role-repository';
import type { AssignRoleInput, RoleObjectInput, UnassignRoleInput } from './inputs';
import { mayAssignTo, mayBeGiven, mayUnassignFrom } from './policy';
import { requirePermissions } from '../../core/authority/rights';

/** A role that can be assigned and unassigned. */
const requireRole = async (database: Database, name: string): Promise<Role> => {
  const [role] = await roles(database).listByNames([name]);
  enforce(mayBeGiven(role!));
  return role!;
};

const idOf = (type: 'User' | 'Group', id: string, field: string): string => {
  const uuid = decodeId(type, id);
  if (!uuid) throw notFound(type.toLowerCase(), field);
  return uuid;
};

const objectOf = async (
  database: Database,
  on: RoleObjectInput | null | undefined,
): Promise<PermissionObject | null> => {
  if (on == null) return null;
  const { path = null, userId, groupId } = on;
  if ([path, userId, groupId].filter((given) => given != null).length !== 1)
    throw invalidInput(
      'on',
      '`on` needs exactly one of `path`, `groupId` and `userId`. Leave it out to hold the role everywhere.',
    );
  if (path === '') throw invalidInput('on', 'The path must not be empty. Leave `on` out to hold the role everywhere.');
  if (path !== null) checkPath(path);
  const object = {
    path,
    userId: userId == null ? null : idOf('User', userId, 'on'),
    groupId: groupId == null ? null : idOf('Group', groupId, 'on'),
  };
  if (object.userId && !(await findUser(database, object.userId))) throw notFound('user', 'on');
  if (object.groupId && !(await groups(database).findById(object.groupId))) throw notFound('group', 'on');
  return object;
};

interface Holder {
  userId: string | null;
  groupId: string | null;
}

/** The user or the group, locked, for a caller who can assign roles to it. */
const holderOf = async (
  database: Database,
  { principal }: Context,
  input: AssignRoleInput,
  mayChange: (caller: Principal, user: User) => Refusal | null,
): Promise<Holder & { version: number }> => {
  if ((input.userId == null) === (input.groupId == null))
    throw invalidInput('userId', 'Set either `userId` or `groupId`.');
  if (input.userId != null) {
    const userId = idOf('User', input.userId, 'userId');
    await lockUsers(database, [userId]);
    const user = await findUser(database, userId);
    if (!user) throw notFound('user', 'userId');
    enforce(mayChange(await principalFor(database, principal, userId), user));
    return { userId, groupId: null, version: user.version };
  }
  const groupId = idOf('Group', input.groupId!, 'groupId');
  // So that nobody joins the group meanwhile.
  await lockTree(database, '');
  const group = await groups(database).findById(groupId, 'for no key update');
  if (!group) throw notFound('group', 'groupId');
  if (!may(await principalForGroup(database, principal, group), 'roles:assign'))
    throw notFoundWithoutPermission('group', 'groupId', 'roles:assign');
  return { userId: null, groupId, version: group.version };
};

/** Some permissions have no effect unless they are held everywhere. */
const checkObject = (role: Role, on: PermissionObject | null): void => {
  const ineffective = on ? role.permissions.filter((permission) => !OBJECT_PERMISSIONS.has(permission)) : [];
  if (ineffective.length > 0)
    throw invalidInput(
      'on',
      `The role ${role.name} cannot be assigned on an object, where ${ineffective.join(', ')} would have no effect.`,
    );
};

const touch = async (database: Database, { userId, groupId }: Holder): Promise<unknown> =>
  userId
    ? users(database).update({ id: userId }, { version: () => 'version + 1', updatedAt: () => 'now()' })
    : groups(database).touch(groupId!);

const record = (
  database: Database,
  context: Context,
  type: 'ROLE_ASSIGNED' | 'ROLE_UNASSIGNED',
  { holder, role, on, reason }: { holder: Holder; role: Role; on: PermissionObject | null; reason: string | null },
): Promise<void> => {
  const details = { role: role.name, groupId: holder.groupId, on };
  const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
  return recordEvents(database, context.caller, [{ type, userId: holder.userId, reason, details: given }]);
};

const resultFor = async (database: Database, { userId, groupId }: Holder) => ({
  subjectId: userId ?? groupId,
  value: (await findUser(database, userId))!,
});

export const assignRole = (context: Context, input: AssignRoleInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'assignRole', input, reload: findUser }, async (database) => {
    const role = await requireRole(database, input.role);
    const on = await objectOf(database, input.on);
    await requirePermissions(database, context.principal, { permissions: role.authority, on }, `the role ${role.name}`);
    const holder = await holderOf(database, context, input, mayAssignTo);
    checkVersion(holder, input.ifVersion);
    checkObject(role, on);
    const { userId, groupId } = holder;
    if (groupId) await requireNoWaitingMembers(database, groupId, 'groupId');
    const id = newId();
    const added =
      userId && !on
        ? await userRoles(database).add(id, { userId, roleId: role.id })
        : await roleAssignments(database).add(id, { roleId: role.id, userId, groupId, on });
    if (added) {
      await touch(database, holder);
      await record(database, context, 'ROLE_ASSIGNED', { holder, role, on, reason: input.reason ?? null });
      await recordDerived(database, context.caller, [{ kind: 'ROLE_ASSIGNMENT', id, userId }]);
    }
    return resultFor(database, holder);
  });

export const unassignRole = (context: Context, input: UnassignRoleInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'unassignRole', input, reload: findUser }, async (database) => {
    const role = await requireRole(database, input.role);
    const on = await objectOf(database, input.on);
    await requirePermissions(database, context.principal, { permissions: role.authority, on }, `the role ${role.name}`);
    return ensureAdministratorsRemain(database, context.principal.userId, async () => {
      const holder = await holderOf(database, context, input, mayUnassignFrom);
      checkVersion(holder, input.ifVersion);
      const { userId, groupId } = holder;
      const ended =
        userId && !on
          ? (await userRoles(database).delete({ userId, roleId: role.id })).affected === 1
          : await roleAssignments(database).end({ roleId: role.id, userId, groupId, on });
      if (ended) {
        // For a user, locking their row has checked this.
        if (groupId) await requirePermissionsOfUsers(database, context.principal, membersOf(groupId));
        await touch(database, holder);
        await record(database, context, 'ROLE_UNASSIGNED', { holder, role, on, reason: input.reason ?? null });
      }
      return resultFor(database, holder);
    });
  });
