/** Who may give and take which role: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { forbiddenFor, invalidInput, notFound, Refusal, type RequestError } from '../../schema/errors';
import { ADMINISTRATOR, EVERYBODY } from '../../schema/permissions';
import { lastAdministrator } from '../user/administrators';
import type { Principal } from '../viewer/principal';
import type { Role } from './entity';

/** Nobody gives or takes a right that he does not have himself. */
export const mayGiveRole = (principal: Principal, role: Role | null): Refusal | RequestError | null => {
  if (!role) return notFound('role', 'role');
  if (role.name === EVERYBODY)
    return invalidInput('role', 'Everybody has this role; it can be neither given nor taken.');
  return role.permissions.every((permission) => principal.permissions.has(permission))
    ? null
    : forbiddenFor(`every permission of the role ${role.name}`);
};

export interface Administration {
  isAdministrator(userId: string): Promise<boolean>;
  isLastAdministrator(userId: string): Promise<boolean>;
}

export const mayTakeRole = async (
  principal: Principal,
  role: Role | null,
  userId: string,
  facts: Administration,
): Promise<Refusal | RequestError | null> => {
  const refusal = mayGiveRole(principal, role);
  if (refusal || role?.name !== ADMINISTRATOR || !(await facts.isAdministrator(userId))) return refusal;
  if (principal.userId === userId)
    return new Refusal('SELF_ACTION', 'You cannot take this role from yourself; ask another administrator.', [
      'input',
      'userId',
    ]);
  return (await facts.isLastAdministrator(userId)) ? lastAdministrator() : null;
};
