/** Looks groups up for the caller: one's own are those one is in. */
import type { Context } from '../../core/context/context';
import { may } from '../../core/authority/principal';
import type { Group } from './entity';

/** By the uuid that another row holds. */
export const groupOf = async (context: Context, id: string | null): Promise<Group | null> => {
  const { principal, loaders } = context;
  if (id === null) return null;
  const visible =
    may(principal, 'groups:read') ||
    (principal.ownsRows && (await loaders.isMyGroup.load(id))) ||
    (principal.scoped.length > 0 && (await loaders.mayReadGroup.load(id)));
  return visible ? loaders.group.load(id) : null;
};
