/** The rules of giving and taking roles. */
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { BUILT_IN_ROLES } from '../../schema/permissions';
import { recordEvents } from '../event/record';
import { operate, type Outcome } from '../operate';
import { checkVersion } from '../operation';
import { lockUsers } from '../revocation/engine';
import { lastAdministratorsAmong, lockPossibleAdministrators } from '../user/administrators';
import type { User } from '../user/entity';
import { findUser } from '../user/find';
import type { Role } from './entity';
import { findRoles } from './find';
import type { AssignRoleInput, UnassignRoleInput } from './inputs';
import { mayGiveRole, mayTakeRole } from './may';

/** Makes the built-in roles what this release says they are. Called at start, under the migration's lock. */
export const installBuiltInRoles = async (database: Database): Promise<void> => {
  for (const role of BUILT_IN_ROLES)
    await database.execute(
      `insert into roles (id, name, description, permissions, built_in) values ($1, $2, $3, $4, true)
       on conflict (name) do update set description = excluded.description, permissions = excluded.permissions
       where (roles.description, roles.permissions) is distinct from (excluded.description, excluded.permissions)`,
      [newId(), role.name, role.description, role.permissions],
    );
};

/** The role, where the caller may give it. */
const roleToGive = async (database: Database, { principal }: Context, name: string): Promise<Role> => {
  const [role] = await findRoles(database, [name]);
  enforce(mayGiveRole(principal, role!));
  return role!;
};

export const assignRole = (context: Context, input: AssignRoleInput): Promise<Outcome<User>> =>
  operate(context, { action: 'assignRole', input, again: findUser }, async (database) => {
    const id = decodeId('User', input.userId);
    if (!id) throw notFound('user', 'userId');
    const role = await roleToGive(database, context, input.role);
    await lockUsers(database, [id]);
    const user = await findUser(database, id);
    if (!user) throw notFound('user', 'userId');
    checkVersion(user, input.ifVersion);
    const given = await database.execute(
      'insert into user_roles (user_id, role_id, assigned_at) values ($1, $2, now()) on conflict do nothing',
      [id, role.id],
    );
    if (given === 1) {
      await database.execute('update users set version = version + 1, updated_at = now() where id = $1', [id]);
      await recordEvents(database, context.caller, [
        { type: 'ROLE_ASSIGNED', userId: id, reason: input.reason ?? null, details: { role: role.name } },
      ]);
    }
    return { subjectId: id, value: (await findUser(database, id))! };
  });

export const unassignRole = (context: Context, input: UnassignRoleInput): Promise<Outcome<User>> =>
  operate(context, { action: 'unassignRole', input, again: findUser }, async (database) => {
    const id = decodeId('User', input.userId);
    if (!id) throw notFound('user', 'userId');
    const role = await roleToGive(database, context, input.role);
    const { administrators } = await lockPossibleAdministrators(database, [id]);
    const user = await findUser(database, id);
    if (!user) throw notFound('user', 'userId');
    checkVersion(user, input.ifVersion);
    enforce(
      await mayTakeRole(context.principal, role, id, {
        isAdministrator: async () => administrators.includes(id),
        isLastAdministrator: async () => (await lastAdministratorsAmong(database, [id])).has(id),
      }),
    );
    const taken = await database.execute('delete from user_roles where user_id = $1 and role_id = $2', [id, role.id]);
    if (taken === 1) {
      await database.execute('update users set version = version + 1, updated_at = now() where id = $1', [id]);
      await recordEvents(database, context.caller, [
        { type: 'ROLE_UNASSIGNED', userId: id, reason: input.reason ?? null, details: { role: role.name } },
      ]);
    }
    return { subjectId: id, value: (await findUser(database, id))! };
  });
