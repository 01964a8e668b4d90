/** Loads users for one request, in batches. */
import DataLoader from 'dataloader';
import { defineById, defineLoader } from '../../core/context/context';
import {
  type Administrators,
  enabledAdministrators,
  lastAdministratorsAmong,
} from '../../core/mutation/administrators';
import { listWithStrongFactor } from '../../core/authority/factors';
import { userRows } from './list-repository';
import { previousIds } from './previous-id-repository';

export const userById = defineById(userRows);

export const previousIdsOfUser = defineLoader(
  (database) =>
    new DataLoader<string, string[]>(async (ids) => {
      const found = await previousIds(database).listOf(ids);
      return ids.map((id) => found.get(id) ?? []);
    }),
);

export const usersWithStrongFactor = defineLoader(
  (database) =>
    new DataLoader<string, boolean>(async (ids) => {
      const strong = await listWithStrongFactor(database, ids);
      return ids.map((id) => strong.has(id));
    }),
);

export const isLastAdministrator = defineLoader(
  (database) =>
    new DataLoader<string, boolean>(async (ids) => {
      const last = await lastAdministratorsAmong(database, ids);
      return ids.map((id) => last.has(id));
    }),
);

export const administratorsWhoMaySignIn = defineLoader(
  (database) => new DataLoader<'all', Administrators>(async () => [await enabledAdministrators(database)]),
);
