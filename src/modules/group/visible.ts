/** Looks groups up for the caller: one's own are those one is in. */
import type { Context } from '../../core/context/context';
import { may } from '../../core/authority/principal';
import type { Group } from './entity';
import { groupById, isMyGroup, mayReadGroup } from './loaders';

/** By the uuid that another row holds. */
export const groupOf = async (context: Context, id: string | null): Promise<Group | null> => {
  const { principal, load } = context;
  if (id === null) return null;
  const visible =
    may(principal, 'groups:read') ||
    (principal.ownsRows && (await load(isMyGroup, id))) ||
    (principal.scoped.length > 0 && (await load(mayReadGroup, id)));
  return visible ? load(groupById, id) : null;
};
