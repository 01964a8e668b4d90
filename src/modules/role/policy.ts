/** Whether a role can be changed, assigned and unassigned: enforced by the mutations and reported by the `viewerCan…` fields. */
import { invalidInput, notFound, notFoundWithoutPermission, Refusal } from '../../schema/errors';
import { DEFAULT_ROLE } from '../../schema/permissions';
import type { User } from '../user';
import { may, type Principal } from '../../core/authority/principal';
import type { Role } from './entity';

export const mayChangeRole = (role: Role): Refusal | null =>
  role.builtIn
    ? new Refusal('INVALID_STATE', 'Built-in roles cannot be changed. Create a role of your own instead.', [
        'input',
        'roleId',
      ])
    : null;

export const mayBeGiven = (role: Role | null): Refusal | null => {
  if (!role) return notFound('role', 'role');
  return role.name === DEFAULT_ROLE
    ? invalidInput('role', 'Every user has this role. It can be neither assigned nor unassigned.')
    : null;
};

/** `caller` has the permissions that they hold on the user. */
export const mayUnassignFrom = (caller: Principal): Refusal | null =>
  may(caller, 'roles:assign') ? null : notFoundWithoutPermission('user', 'userId', 'roles:assign');

/** Otherwise, completing a pending registration or enabling a disabled user would grant roles without a check. */
export const mayAssignTo = (caller: Principal, { status }: Pick<User, 'status'>): Refusal | null =>
  mayUnassignFrom(caller) ??
  (status === 'ACTIVE'
    ? null
    : new Refusal('INVALID_STATE', `The user is ${status}. Only ACTIVE users can be assigned roles.`, [
        'input',
        'userId',
      ]));
