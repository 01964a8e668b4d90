/** The rules of giving and taking roles: to users and groups, everywhere or on an object. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { enforce, invalidInput, notFound, outOfReach, type Refusal } from '../../schema/errors';
import { ON_OBJECTS } from '../../schema/permissions';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { findGroup, mustHaveArrived } from '../group';
import { principalForGroup } from '../../core/authority/extent';
import { lockTree } from '../../core/authority/tree-lock';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers } from '../../core/revocation/engine';
import { keepingAdministrators } from '../../core/mutation/administrators';
import { checkPath, findUser, type User } from '../user';
import { principalFor } from '../../core/authority/extent';
import { type HeldOn, may, type Principal } from '../../core/authority/principal';
import { membersOf, mustHoldAsMuchAs } from '../../core/authority/affected';
import type { Role } from './entity';
import { roleNamed } from './find';
import type { AssignRoleInput, RoleObjectInput, UnassignRoleInput } from './inputs';
import { mayAssignTo, mayUnassignFrom } from './policy';
import { mustHold } from '../../core/authority/rights';

const idOf = (type: 'User' | 'Group', id: string, field: string): string => {
  const uuid = decodeId(type, id);
  if (!uuid) throw notFound(type.toLowerCase(), field);
  return uuid;
};

const extentOf = async (database: Database, on: RoleObjectInput | null | undefined): Promise<HeldOn | null> => {
  if (on == null) return null;
  const { path = null, userId, groupId } = on;
  if ([path, userId, groupId].filter((given) => given != null).length !== 1)
    throw invalidInput('on', '`on` needs exactly one of `path`, `groupId`, `userId`; leave it out for everywhere.');
  if (path === '') throw invalidInput('on', 'An empty path is everywhere: leave `on` out.');
  if (path !== null) checkPath(path);
  const extent = {
    path,
    userId: userId == null ? null : idOf('User', userId, 'on'),
    groupId: groupId == null ? null : idOf('Group', groupId, 'on'),
  };
  if (extent.userId && !(await findUser(database, extent.userId))) throw notFound('user', 'on');
  if (extent.groupId && !(await findGroup(database, extent.groupId))) throw notFound('group', 'on');
  return extent;
};

interface Holder {
  userId: string | null;
  groupId: string | null;
}

/** Locked, and found only for those who may give roles to this user or this group. */
const holderOf = async (
  database: Database,
  { principal }: Context,
  input: AssignRoleInput,
  mayChange: (caller: Principal, user: User) => Refusal | null,
): Promise<Holder & { version: number }> => {
  if ((input.userId == null) === (input.groupId == null))
    throw invalidInput('userId', 'Give either `userId` or `groupId`.');
  if (input.userId != null) {
    const userId = idOf('User', input.userId, 'userId');
    await lockUsers(database, [userId]);
    const user = await findUser(database, userId);
    if (!user) throw notFound('user', 'userId');
    enforce(mayChange(await principalFor(database, principal, userId), user));
    return { userId, groupId: null, version: user.version };
  }
  const groupId = idOf('Group', input.groupId!, 'groupId');
  // Nobody joins meanwhile.
  await lockTree(database, '');
  const group = await findGroup(database, groupId, 'for no key update');
  if (!group) throw notFound('group', 'groupId');
  if (!may(await principalForGroup(database, principal, group), 'roles:assign'))
    throw outOfReach('group', 'groupId', 'roles:assign');
  return { userId: null, groupId, version: group.version };
};

/** What counts only where it is held everywhere would be given in vain. */
const checkObject = (role: Role, on: HeldOn | null): void => {
  const vain = on ? role.permissions.filter((permission) => !ON_OBJECTS.has(permission)) : [];
  if (vain.length > 0)
    throw invalidInput(
      'on',
      `The role ${role.name} cannot be given on an object: ${vain.join(', ')} count only where they are held everywhere.`,
    );
};

const touch = async (database: Database, { userId, groupId }: Holder): Promise<void> => {
  const table = userId ? 'users' : 'groups';
  await database.execute(`update ${table} set version = version + 1, updated_at = now() where id = $1`, [
    userId ?? groupId,
  ]);
};

const record = (
  database: Database,
  context: Context,
  type: 'ROLE_ASSIGNED' | 'ROLE_UNASSIGNED',
  { holder, role, on, reason }: { holder: Holder; role: Role; on: HeldOn | null; reason: string | null },
): Promise<void> => {
  const details = { role: role.name, groupId: holder.groupId, on };
  const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
  return recordEvents(database, context.caller, [{ type, userId: holder.userId, reason, details: given }]);
};

const done = async (database: Database, { userId, groupId }: Holder) => ({
  subjectId: userId ?? groupId,
  value: (await findUser(database, userId))!,
});

export const assignRole = (context: Context, input: AssignRoleInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'assignRole', input, reload: findUser }, async (database) => {
    const role = await roleNamed(database, input.role);
    const on = await extentOf(database, input.on);
    await mustHold(database, context.principal, { permissions: role.permissions, on }, `the role ${role.name}`);
    const holder = await holderOf(database, context, input, mayAssignTo);
    checkVersion(holder, input.ifVersion);
    checkObject(role, on);
    const { userId, groupId } = holder;
    if (groupId) await mustHaveArrived(database, groupId, 'groupId');
    const id = newId();
    const given =
      userId && !on
        ? await database.execute(
            'insert into user_roles (id, user_id, role_id, assigned_at) values ($1, $2, $3, now()) on conflict do nothing',
            [id, userId, role.id],
          )
        : await database.execute(
            `insert into role_assignments (id, role_id, user_id, group_id, on_user_id, on_group_id, on_path, assigned_at)
             values ($1, $2, $3, $4, $5, $6, $7, now()) on conflict do nothing`,
            [id, role.id, userId, groupId, on?.userId ?? null, on?.groupId ?? null, on?.path ?? null],
          );
    if (given === 1) {
      await touch(database, holder);
      await record(database, context, 'ROLE_ASSIGNED', { holder, role, on, reason: input.reason ?? null });
      await recordDerived(database, context.caller, [{ kind: 'ROLE_ASSIGNMENT', id, userId }]);
    }
    return done(database, holder);
  });

export const unassignRole = (context: Context, input: UnassignRoleInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'unassignRole', input, reload: findUser }, async (database) => {
    const role = await roleNamed(database, input.role);
    const on = await extentOf(database, input.on);
    await mustHold(database, context.principal, { permissions: role.permissions, on }, `the role ${role.name}`);
    return keepingAdministrators(database, context.principal.userId, async () => {
      const holder = await holderOf(database, context, input, mayUnassignFrom);
      checkVersion(holder, input.ifVersion);
      const { userId, groupId } = holder;
      const taken =
        userId && !on
          ? await database.execute('delete from user_roles where user_id = $1 and role_id = $2', [userId, role.id])
          : await database.execute(
              `delete from role_assignments where role_id = $1 and (user_id, group_id, on_user_id, on_group_id, on_path)
               is not distinct from ($2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::text)`,
              [role.id, userId, groupId, on?.userId ?? null, on?.groupId ?? null, on?.path ?? null],
            );
      if (taken === 1) {
        // Of a user who holds more the lock knows.
        if (groupId) await mustHoldAsMuchAs(database, context.principal, membersOf(groupId));
        await touch(database, holder);
        await record(database, context, 'ROLE_UNASSIGNED', { holder, role, on, reason: input.reason ?? null });
      }
      return done(database, holder);
    });
  });
