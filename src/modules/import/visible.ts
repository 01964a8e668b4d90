/** Imports that the caller may see: all of them for callers who may create users everywhere, otherwise their own uploads. */
import type { Context } from '../../core/context/context';
import { may, type Principal } from '../../core/authority/principal';
import type { Import } from './entity';
import { imports } from './repository';

export const maySee = (principal: Principal, { createdByUserId, createdByApplicationId }: Import): boolean =>
  may(principal, 'users:create') ||
  (principal.scoped.some(({ permissions }) => permissions.has('users:create')) &&
    (principal.userId
      ? createdByUserId === principal.userId
      : createdByUserId === null && createdByApplicationId === principal.applicationId));

export const importOf = async (context: Context, id: string | null): Promise<Import | null> => {
  const found = await imports(context.database).findById(id);
  return found && maySee(context.principal, found) ? found : null;
};
