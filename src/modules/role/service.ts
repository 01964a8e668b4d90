/** The rules of making, changing and deleting roles. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { uniquely } from '../../database/unique';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { conflict, enforce, forbiddenFor, invalidInput, notFound, Refusal } from '../../schema/errors';
import { BUILT_IN_ROLES, ON_OBJECTS, type Permission } from '../../schema/permissions';
import { confirmCaller } from '../../core/authority/guard';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { checkLabel } from '../user';
import { may } from '../../core/authority/principal';
import type { Role } from './entity';
import { findRole, roleColumns } from './find';
import type { CreateRoleInput, DeleteRoleInput, UpdateRoleInput } from './inputs';
import { mayChangeRole } from './policy';
import { holdersOf, mustHoldAsMuchAs } from '../../core/authority/affected';
import { mustHold } from '../../core/authority/rights';

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

const nameTaken = () => conflict('name', 'Another role has this name.');

/** In the order in which they were named first. */
const distinct = (permissions: Permission[]): Permission[] => [...new Set(permissions)];

const mustHoldAll = ({ principal }: Context, database: Database, permissions: Permission[]): Promise<void> =>
  mustHold(database, principal, { permissions, on: null }, 'the role');

export const createRole = (context: Context, input: CreateRoleInput): Promise<MutationResult<Role>> =>
  runMutation(context, { action: 'createRole', input, reload: findRole }, async (database) => {
    const { name, description } = input;
    const permissions = distinct(input.permissions);
    checkLabel('name', name, 100);
    checkLabel('description', description ?? '', 500);
    if (name === '') throw invalidInput('name', '`name` must not be empty.');
    await mustHoldAll(context, database, permissions);
    const id = newId();
    await uniquely(
      () =>
        database.execute('insert into roles (id, name, description, permissions) values ($1, $2, $3, $4)', [
          id,
          name,
          description ?? '',
          permissions,
        ]),
      nameTaken,
    );
    await recordEvents(database, context.caller, [
      { type: 'ROLE_CREATED', reason: input.reason ?? null, details: { role: name, permissions } },
    ]);
    return { subjectId: id, value: (await findRole(database, id))! };
  });

/** Locked, and of permissions that the caller holds. */
const customRole = async (
  database: Database,
  context: Context,
  input: UpdateRoleInput | DeleteRoleInput,
): Promise<Role> => {
  const id = decodeId('Role', input.roleId);
  await confirmCaller(database);
  const role = id && (await database.one<Role>(`select ${roleColumns} from roles x where x.id = $1 for update`, [id]));
  if (!role) throw notFound('role', 'roleId');
  checkVersion(role, input.ifVersion);
  enforce(mayChangeRole(role));
  await mustHoldAll(context, database, role.permissions);
  return role;
};

const timesGiven = async (database: Database, roleId: string): Promise<number> => {
  const given = await database.one<{ times: number }>(
    `select (select count(*) from user_roles where role_id = $1) + (select count(*) from role_assignments where role_id = $1) as times`,
    [roleId],
  );
  return Number(given!.times);
};

/** What is added is given to those who have the role, and what is left out is taken from them. */
const mayChangeForHolders = async (
  database: Database,
  { principal }: Context,
  role: Role,
  permissions: Permission[],
): Promise<void> => {
  const adds = permissions.some((permission) => !role.permissions.includes(permission));
  if (adds && !may(principal, 'roles:assign') && (await timesGiven(database, role.id)) > 0)
    throw forbiddenFor('roles:assign');
  if (role.permissions.some((permission) => !permissions.includes(permission)))
    await mustHoldAsMuchAs(database, principal, holdersOf(role.id));
};

export const updateRole = (context: Context, input: UpdateRoleInput): Promise<MutationResult<Role>> =>
  runMutation(context, { action: 'updateRole', input, reload: findRole }, async (database) => {
    const role = await customRole(database, context, input);
    const { name = null, description = null } = input;
    const permissions = input.permissions ? distinct(input.permissions) : role.permissions;
    if (name !== null) {
      if (name === '') throw invalidInput('name', '`name` must not be empty.');
      checkLabel('name', name, 100);
    }
    checkLabel('description', description ?? '', 500);
    await mustHoldAll(context, database, permissions);
    await mayChangeForHolders(database, context, role, permissions);
    const vain = permissions.filter((permission) => !ON_OBJECTS.has(permission));
    const onObjects = await database.one(
      'select 1 from role_assignments where role_id = $1 and num_nonnulls(on_user_id, on_group_id, on_path) > 0 limit 1',
      [role.id],
    );
    if (onObjects && vain.length > 0)
      throw new Refusal(
        'INVALID_STATE',
        `The role is given on objects, and ${vain.join(', ')} count only where they are held everywhere.`,
        ['input', 'permissions'],
      );
    await uniquely(
      () =>
        database.execute(
          `update roles set name = $2, description = $3, permissions = $4, version = version + 1 where id = $1`,
          [role.id, name ?? role.name, description ?? role.description, permissions],
        ),
      nameTaken,
    );
    await recordEvents(database, context.caller, [
      {
        type: 'ROLE_UPDATED',
        reason: input.reason ?? null,
        details: { role: name ?? role.name, before: role.permissions, permissions },
      },
    ]);
    return { subjectId: role.id, value: (await findRole(database, role.id))! };
  });

export const deleteRole = (context: Context, input: DeleteRoleInput): Promise<MutationResult<string>> =>
  runMutation(context, { action: 'deleteRole', input, reload: async (_database, id) => id }, async (database) => {
    const role = await customRole(database, context, input);
    const holders = await timesGiven(database, role.id);
    if (holders > 0 && !input.force)
      throw new Refusal(
        'INVALID_STATE',
        `The role was given ${holders} times; take it back first, or delete it with \`force\`.`,
        ['input', 'roleId'],
      );
    await mustHoldAsMuchAs(database, context.principal, holdersOf(role.id));
    await database.execute('delete from role_assignments where role_id = $1', [role.id]);
    await database.execute('delete from user_roles where role_id = $1', [role.id]);
    await database.execute('delete from roles where id = $1', [role.id]);
    await recordEvents(database, context.caller, [
      {
        type: 'ROLE_DELETED',
        reason: input.reason ?? null,
        details: { role: role.name, permissions: role.permissions, holders },
      },
    ]);
    return { subjectId: role.id, value: role.id };
  });
