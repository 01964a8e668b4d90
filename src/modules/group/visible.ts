/** Finds groups for the caller, who can always see the groups that they are a member of. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { may } from '../../core/authority/principal';
import type { Group } from './entity';
import { groupById, isMyGroup, mayReadGroup } from './loaders';

/** Takes a uuid from another row, not a public id. */
export const visibleGroupByUuid = async (context: Context, id: string | null): Promise<Shown<Group, 'id'> | null> => {
  const { principal, load, show } = context;
  if (id === null) return null;
  const visible =
    may(principal, 'groups:read') ||
    (principal.ownsRows && (await load(isMyGroup, id))) ||
    (principal.scoped.length > 0 && (await load(mayReadGroup, id)));
  return visible ? show(groupById, id) : null;
};
