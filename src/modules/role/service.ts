/** Creates, changes and deletes roles, and installs the built-in ones. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { conflict, enforce, forbiddenFor, invalidInput, notFound, Refusal } from '../../schema/errors';
import { builtInRoles } from './built-in-roles';
import { OBJECT_PERMISSIONS, type Permission } from '../../schema/permissions';
import { recheckCaller } from '../../core/authority/guard';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { checkIdentifyingName, checkLabel } from '../user';
import { may } from '../../core/authority/principal';
import type { Role } from './entity';
import { roleAssignments } from './assignment-repository';
import { roles } from './repository';
import { userRoles } from './user-role-repository';
import type { CreateRoleInput, DeleteRoleInput, UpdateRoleInput } from './inputs';
import { mayChangeRole } from './policy';
import { holdersOfRole, requirePermissionsOfUsers } from '../../core/authority/affected';
import { requirePermissions } from '../../core/authority/rights';

/** Brings the built-in roles up to date with this release. Called at start, under the migration lock. */
export const installBuiltInRoles = async (database: Database): Promise<void> => {
  for (const role of builtInRoles()) await roles(database).install(role);
};

const reload = (database: Database, id: string | null) => roles(database).findById(id);

const nameTaken = () => conflict('name', 'A role with this name already exists.');

/** Keeps the order of first occurrence. */
const distinct = (permissions: Permission[]): Permission[] => [...new Set(permissions)];

const requireAllPermissions = ({ principal }: Context, database: Database, permissions: Permission[]): Promise<void> =>
  requirePermissions(database, principal, { permissions, on: null }, 'the role');

export const createRole = (context: Context, input: CreateRoleInput): Promise<MutationResult<Role>> =>
  runMutation(context, { action: 'createRole', input, reload }, async (database) => {
    const { name, description } = input;
    const permissions = distinct(input.permissions);
    checkIdentifyingName('name', name, 100);
    checkLabel('description', description ?? '', 500);
    if (name === '') throw invalidInput('name', '`name` must not be empty.');
    await requireAllPermissions(context, database, permissions);
    const id = newId();
    await onUniqueViolation(
      () => roles(database).insert({ id, name, description: description ?? '', permissions }),
      nameTaken,
    );
    await recordEvents(database, context.caller, [
      { type: 'ROLE_CREATED', reason: input.reason ?? null, details: { role: name, permissions } },
    ]);
    return { subjectId: id, value: (await roles(database).findById(id))! };
  });

/** The role, locked, for a caller who holds all of its permissions. */
const requireCustomRole = async (
  database: Database,
  context: Context,
  input: UpdateRoleInput | DeleteRoleInput,
): Promise<Role> => {
  const id = decodeId('Role', input.roleId);
  await recheckCaller(database);
  const role = id && (await roles(database).lock(id));
  if (!role) throw notFound('role', 'roleId');
  checkVersion(role, input.ifVersion);
  enforce(mayChangeRole(role));
  await requireAllPermissions(context, database, role.authority);
  return role;
};

/** Adding permissions gives them to everyone who holds the role; removing permissions takes them away. */
const checkEffectOnHolders = async (
  database: Database,
  { principal }: Context,
  role: Role,
  permissions: Permission[],
): Promise<void> => {
  const adds = permissions.some((permission) => !role.permissions.includes(permission));
  if (adds && !may(principal, 'roles:assign') && (await roles(database).countAssignments(role.id)) > 0)
    throw forbiddenFor('roles:assign');
  if (role.permissions.some((permission) => !permissions.includes(permission)))
    await requirePermissionsOfUsers(database, principal, holdersOfRole(role.id));
};

export const updateRole = (context: Context, input: UpdateRoleInput): Promise<MutationResult<Role>> =>
  runMutation(context, { action: 'updateRole', input, reload }, async (database) => {
    const role = await requireCustomRole(database, context, input);
    const { name = null, description = null } = input;
    const permissions = input.permissions ? distinct(input.permissions) : role.permissions;
    if (name !== null) {
      if (name === '') throw invalidInput('name', '`name` must not be empty.');
      if (name !== role.name) checkIdentifyingName('name', name, 100);
    }
    checkLabel('description', description ?? '', 500);
    await requireAllPermissions(context, database, permissions);
    await checkEffectOnHolders(database, context, role, permissions);
    const notOnObjects = permissions.filter((permission) => !OBJECT_PERMISSIONS.has(permission));
    const onObjects = await roleAssignments(database).existsOnObject(role.id);
    if (onObjects && notOnObjects.length > 0)
      throw new Refusal(
        'INVALID_STATE',
        `The role is assigned on objects, where ${notOnObjects.join(', ')} would have no effect.`,
        ['input', 'permissions'],
      );
    await onUniqueViolation(
      () =>
        roles(database).update(
          { id: role.id },
          {
            ...{ name: name ?? role.name, description: description ?? role.description, permissions },
            version: () => 'version + 1',
          },
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
    return { subjectId: role.id, value: (await roles(database).findById(role.id))! };
  });

export const deleteRole = (context: Context, input: DeleteRoleInput): Promise<MutationResult<string>> =>
  runMutation(context, { action: 'deleteRole', input, reload: async (_database, id) => id }, async (database) => {
    const role = await requireCustomRole(database, context, input);
    const holders = await roles(database).countAssignments(role.id);
    if (holders > 0 && !input.force)
      throw new Refusal(
        'INVALID_STATE',
        `The role has ${holders} ${holders === 1 ? 'assignment' : 'assignments'}. Remove ${holders === 1 ? 'it' : 'them'} first, or set \`force\`.`,
        ['input', 'roleId'],
      );
    await requirePermissionsOfUsers(database, context.principal, holdersOfRole(role.id));
    await roleAssignments(database).delete({ roleId: role.id });
    await userRoles(database).delete({ roleId: role.id });
    await roles(database).delete({ id: role.id });
    await recordEvents(database, context.caller, [
      {
        type: 'ROLE_DELETED',
        reason: input.reason ?? null,
        details: { role: role.name, permissions: role.permissions, holders },
      },
    ]);
    return { subjectId: role.id, value: role.id };
  });
