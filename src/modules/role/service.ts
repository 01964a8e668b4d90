/** The rules of giving and taking roles. */
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { columnsOf } from '../../schema/columns';
import { forbiddenFor, invalidInput, notFound, Refusal } from '../../schema/errors';
import { ADMINISTRATOR, BUILT_IN_ROLES, EVERYBODY } from '../../schema/permissions';
import { recordEvents } from '../event/record';
import { operate, type Outcome } from '../operate';
import { checkVersion } from '../operation';
import { lockUsers } from '../revocation/engine';
import { lastAdministrator, lastAdministratorsAmong, lockPossibleAdministrators } from '../user/administrators';
import type { User } from '../user/entity';
import { findUser } from '../user/find';
import { Role } from './entity';
import type { AssignRoleInput, UnassignRoleInput } from './inputs';

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

const findRole = async (database: Database, name: string): Promise<Role> => {
  const role = name.includes('\0')
    ? null
    : await database.one<Role>(`select ${columnsOf(Role, 'x')} from roles x where lower(x.name) = lower($1)`, [name]);
  if (!role) throw notFound('role', 'role');
  if (role.name === EVERYBODY)
    throw invalidInput('role', 'Everybody has this role; it can be neither given nor taken.');
  return role;
};

/** Nobody gives or takes a right that he does not have himself. */
const mustHold = ({ principal }: Context, role: Role): void => {
  if (role.permissions.some((permission) => !principal.permissions.has(permission)))
    throw forbiddenFor(`every permission of the role ${role.name}`);
};

export const assignRole = (context: Context, input: AssignRoleInput): Promise<Outcome<User>> =>
  operate(context, { action: 'assignRole', input, again: findUser }, async (database) => {
    const id = decodeId('User', input.userId);
    if (!id) throw notFound('user', 'userId');
    const role = await findRole(database, input.role);
    mustHold(context, role);
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
    const role = await findRole(database, input.role);
    mustHold(context, role);
    const { administrators } = await lockPossibleAdministrators(database, [id]);
    const user = await findUser(database, id);
    if (!user) throw notFound('user', 'userId');
    checkVersion(user, input.ifVersion);
    if (role.name === ADMINISTRATOR && administrators.includes(id)) {
      if (context.principal.userId === id)
        throw new Refusal('SELF_ACTION', 'You cannot take this role from yourself; ask another administrator.', [
          'input',
          'userId',
        ]);
      if ((await lastAdministratorsAmong(database, [id])).has(id)) throw lastAdministrator();
    }
    const taken = await database.execute('delete from user_roles where user_id = $1 and role_id = $2', [id, role.id]);
    if (taken === 1) {
      await database.execute('update users set version = version + 1, updated_at = now() where id = $1', [id]);
      await recordEvents(database, context.caller, [
        { type: 'ROLE_UNASSIGNED', userId: id, reason: input.reason ?? null, details: { role: role.name } },
      ]);
    }
    return { subjectId: id, value: (await findUser(database, id))! };
  });
