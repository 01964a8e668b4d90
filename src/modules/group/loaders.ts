/** Reads groups for one request. */
import DataLoader from 'dataloader';
import { defineLoader } from '../../core/context/context';
import { byId, byParent, readable } from '../../database/loaders';
import type { Group } from './entity';
import { groupColumns } from './find';
import { inGroup, readableGroup } from './list';

export const groupById = defineLoader((database) => byId<Group>(database, groupColumns, 'groups x'));

/** Whether the caller is in a group or in one below it. */
export const isMyGroup = defineLoader(
  (database, principal) =>
    new DataLoader<string, boolean>(async (ids) => {
      const mine = await database.query<{ id: string }>(
        `select x.id from groups x where x.id = any($1::uuid[]) and ${inGroup('$2::uuid')}`,
        [ids, principal.userId],
      );
      return ids.map((id) => mine.some((row) => row.id === id));
    }),
);

/** Whether the caller may read them by what is held on an object. */
export const mayReadGroup = defineLoader((database, principal) =>
  readable(database, 'groups x', readableGroup(principal)),
);

export const groupsOfUser = defineLoader((database) =>
  byParent<Group & { parentId: string }>((ids) =>
    database.query(
      `select ${groupColumns}, m.user_id as "parentId" from group_members m join groups x on x.id = m.group_id where m.user_id = any($1::uuid[]) order by x.name_key`,
      [ids],
    ),
  ),
);
