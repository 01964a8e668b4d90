/** Imports for the caller: whoever may create users everywhere sees all of them, others what they uploaded themselves. */
import type { Context } from '../../core/context/context';
import type { Add } from '../../database/list';
import { may, type Principal } from '../../core/authority/principal';
import type { Import } from './entity';
import { findImport } from './find';

export const maySee = (principal: Principal, { createdByUserId, createdByApplicationId }: Import): boolean =>
  may(principal, 'users:create') ||
  (principal.scoped.some(({ permissions }) => permissions.has('users:create')) &&
    (principal.userId
      ? createdByUserId === principal.userId
      : createdByUserId === null && createdByApplicationId === principal.applicationId));

/** The same as a condition on a list. */
export const seen =
  (principal: Principal) =>
  (add: Add): string[] => {
    if (may(principal, 'users:create')) return [];
    return principal.userId
      ? [`x.created_by_user_id = ${add(principal.userId)}::uuid`]
      : [`x.created_by_application_id = ${add(principal.applicationId)}::uuid and x.created_by_user_id is null`];
  };

export const importOf = async (context: Context, id: string | null): Promise<Import | null> => {
  const found = await findImport(context.database, id);
  return found && maySee(context.principal, found) ? found : null;
};
