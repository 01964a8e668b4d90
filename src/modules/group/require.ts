/** Finds the group of a mutation. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { notFound, notFoundWithoutPermission } from '../../schema/errors';
import { principalForGroup } from '../../core/authority/object-permissions';
import { may } from '../../core/authority/principal';
import type { Group } from './entity';
import { groups } from './repository';

/** The group, locked, for a caller who can manage it. */
export const requireManagedGroup = async (
  database: Database,
  { principal }: Context,
  publicId: string,
  field = 'groupId',
): Promise<Group> => {
  const group = await groups(database).findById(decodeId('Group', publicId), 'for no key update');
  if (!group) throw notFound('group', field);
  if (!may(await principalForGroup(database, principal, group), 'groups:manage'))
    throw notFoundWithoutPermission('group', field, 'groups:manage');
  return group;
};
