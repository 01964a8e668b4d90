/** Finds access grants that the caller may see. */
import { mayReach } from '../../core/authority/principal';
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import type { AccessGrant } from './entity';
import { accessGrantById } from './loaders';

export const visibleAccessGrant = async (
  context: Context,
  uuid: string,
): Promise<Shown<AccessGrant, 'id' | 'userId'> | null> => {
  const found = await context.show(accessGrantById, uuid);
  return found && mayReach(await context.principalFor(found.userId), 'grants:read', found.userId) ? found : null;
};
