/** Reads groups for one request. */
import DataLoader from 'dataloader';
import { defineById, defineLoader } from '../../core/context/context';
import { byParent, matchesCondition } from '../../database/loaders';
import { groupRows, groups, readableGroup } from './repository';

export const groupById = defineById(groupRows);

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
