/** The `viewerCan…` fields of a role, and those about giving a user a role everywhere or taking it. */
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { administratorsWhoMaySignIn, capabilitiesUnder, User } from '../user';
import { ADMINISTRATOR } from '../../schema/permissions';
import { type Refusal, type RequestError } from '../../schema/errors';
import { administratorRefusal } from '../../core/mutation/administrators';
import type { Principal } from '../../core/authority/principal';
import { Role } from './entity';
import { mayAssignTo, mayBeGiven, mayChangeRole, mayUnassignFrom } from './policy';
import { mayGrantOrRemove } from '../../core/authority/rights';
import { roleRules } from './rules';
import { heldRolesOfUser, roleByName } from './loaders';

const capability = capabilitiesUnder(roleRules);

@Resolver(() => Role)
export class RoleCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateRole`.' })
  viewerCanUpdate(@Root() role: Role, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateRole', () => mayChangeRole(role));
  }
}

/** The checks that `assignRole` and `unassignRole` have in common. */
const mayChangeAssignment = async (
  context: Context,
  name: string,
  user: User,
  verdict: (caller: Principal, user: User) => Refusal | null,
): Promise<Refusal | RequestError | null> => {
  const { database, load, principal } = context;
  const role = await load(roleByName, name);
  return (
    mayBeGiven(role) ??
    (await mayGrantOrRemove(
      database,
      principal,
      { permissions: role!.authority, on: null },
      `the role ${role!.name}`,
    )) ??
    verdict(await context.principalFor(user.id), user)
  );
};

/** Checks that an administrator remains. A user who also has the role through a group stays an administrator. */
const mayLoseAdministration = async (context: Context, userId: string): Promise<Refusal | null> => {
  const { load, principal } = context;
  const held = (await load(heldRolesOfUser, userId)).filter(({ name, on }) => name === ADMINISTRATOR && on === null);
  if (held.length === 0 || held.some(({ groupId }) => groupId !== null)) return null;
  const before = await load(administratorsWhoMaySignIn, 'all');
  return administratorRefusal(principal.userId, before, new Map([...before].filter(([id]) => id !== userId)));
};

@Resolver(() => User)
export class UserRoleCapabilities {
  @FieldResolver(() => Capability, {
    description: 'Whether the caller may assign this role to the user with `assignRole`.',
  })
  viewerCanAssignRole(
    @Root() user: User,
    @Arg('role', { description: 'The name of the role.' }) role: string,
    @Ctx() context: Context,
  ): Promise<Capability> {
    return capability(context, 'assignRole', () => mayChangeAssignment(context, role, user, mayAssignTo), user);
  }

  @FieldResolver(() => Capability, {
    description: 'Whether the caller may take this role from the user with `unassignRole`.',
  })
  viewerCanUnassignRole(
    @Root() user: User,
    @Arg('role', { description: 'The name of the role.' }) role: string,
    @Ctx() context: Context,
  ): Promise<Capability> {
    return capability(
      context,
      'unassignRole',
      async () => {
        const refusal = await mayChangeAssignment(context, role, user, mayUnassignFrom);
        return refusal ?? (role.toUpperCase() === ADMINISTRATOR ? mayLoseAdministration(context, user.id) : null);
      },
      user,
    );
  }
}
