/** Groups by id, and the caller as a group meets them. */
import type { Database } from '../../database/database';
import { columnsOf } from '../../schema/columns';
import { isAtOrBelow } from '../../core/authority/extent';
import type { Principal } from '../../core/authority/principal';
import { Group } from './entity';

export const groupColumns = columnsOf(Group, 'x');

export const findGroup = (
  database: Database,
  id: string | null,
  lock: '' | 'for no key update' = '',
): Promise<Group | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<Group>(`select ${groupColumns} from groups x where x.id = $1 ${lock}`, [id]);

/** With what is held everywhere, on the group, on one above it, or on a path that the group lies at or below. */
export const facingGroup = async (
  database: Database,
  principal: Principal,
  { id, path }: Pick<Group, 'id' | 'path'>,
): Promise<Principal> => {
  if (principal.scoped.length === 0) return principal;
  const above = await database.query<{ id: string }>(
    'select ancestor_id as id from group_closure where descendant_id = $1',
    [id],
  );
  const around = principal.scoped.filter(
    ({ on }) => (on.path !== null && isAtOrBelow(path, on.path)) || above.some((group) => group.id === on.groupId),
  );
  return {
    ...principal,
    permissions: new Set([...principal.permissions, ...around.flatMap(({ permissions }) => [...permissions])]),
  };
};
