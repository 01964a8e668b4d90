/** Reads roles and their holders for one request. */
import DataLoader from 'dataloader';
import { defineById, defineLoader } from '../../core/context/context';
import { byParent } from '../../database/loaders';
import { roleAssignments } from './assignment-repository';
import type { Role } from './entity';
import { roleRows, roles } from './repository';

export const roleById = defineById(roleRows);

/** By name, ignoring case. */
export const roleByName = defineLoader(
  (database) => new DataLoader<string, Role | null>((names) => roles(database).listByNames(names)),
);

export const heldRolesOfUser = defineLoader((database) => byParent((ids) => roles(database).listHeldBy(ids)));

export const assignmentsOfGroup = defineLoader((database) =>
  byParent((ids) => roleAssignments(database).listOfGroups(ids)),
);
