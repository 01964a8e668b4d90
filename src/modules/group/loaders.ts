/** Reads groups for one request. */
import DataLoader from 'dataloader';
import { defineLoader } from '../../core/context/context';
import { byId, byParent, matchesCondition } from '../../database/loaders';
import type { Group } from './entity';
import { groupColumns, groups, readableGroup } from './repository';

export const groupById = defineLoader((database) => byId<Group>(database, groupColumns, 'groups x'));

/** Whether the caller is a member of the group or of one below it. */
export const isMyGroup = defineLoader(
  (database, principal) =>
    new DataLoader<string, boolean>(async (ids) => {
      const mine = new Set(await groups(database).listWithMember(ids, principal.userId));
      return ids.map((id) => mine.has(id));
    }),
);

/** Whether the caller can read the group because of what they hold on it. */
export const mayReadGroup = defineLoader((database, principal) =>
  matchesCondition(database, 'groups x', readableGroup(principal)),
);

export const groupsOfUser = defineLoader((database) => byParent((ids) => groups(database).listOfUsers(ids)));
