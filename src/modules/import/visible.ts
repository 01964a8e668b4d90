/** Imports that the caller may see: all of them for callers who may create users everywhere, otherwise their own uploads. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { may, type Principal } from '../../core/authority/principal';
import type { Import } from './entity';
import { imports } from './repository';

export const maySeeImport = (principal: Principal, { createdByUserId, createdByApplicationId }: Import): boolean =>
  may(principal, 'users:create') ||
  (principal.scoped.some(({ permissions }) => permissions.has('users:create')) &&
    (principal.userId
      ? createdByUserId === principal.userId
      : createdByUserId === null && createdByApplicationId === principal.applicationId));

export const visibleImport = async (context: Context, id: string | null): Promise<Shown<Import, 'id'> | null> => {
  const found = await imports(context.database).findById(id);
  return found && maySeeImport(context.principal, found) ? found : null;
};
