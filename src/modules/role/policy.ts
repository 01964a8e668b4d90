/** What may be done to a role, and who may give and take it: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { invalidInput, notFound, outOfReach, Refusal } from '../../schema/errors';
import { EVERYBODY } from '../../schema/permissions';
import type { User } from '../user';
import { may, type Principal } from '../../core/authority/principal';
import type { Role } from './entity';

/** Those that come with the service are not to be changed. */
export const mayChangeRole = (role: Role): Refusal | null =>
  role.builtIn
    ? new Refusal('INVALID_STATE', 'This role comes with the service; make a role of your own instead.', [
        'input',
        'roleId',
      ])
    : null;

export const mayBeGiven = (role: Role | null): Refusal | null => {
  if (!role) return notFound('role', 'role');
  return role.name === EVERYBODY
    ? invalidInput('role', 'Everybody has this role; it can be neither given nor taken.')
    : null;
};

/** `caller` as the user meets them. */
export const mayUnassignFrom = (caller: Principal): Refusal | null =>
  may(caller, 'roles:assign') ? null : outOfReach('user', 'userId', 'roles:assign');

/** A role that waits would be for whoever completes the registration, or comes back after being disabled. */
export const mayAssignTo = (caller: Principal, { status }: Pick<User, 'status'>): Refusal | null =>
  mayUnassignFrom(caller) ??
  (status === 'ACTIVE'
    ? null
    : new Refusal('INVALID_STATE', `The user is ${status}; give roles to users who are ACTIVE.`, ['input', 'userId']));
