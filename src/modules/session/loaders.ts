/** Data loaders for sessions. */
import { defineById, defineLoader } from '../../core/context/context';
import { byParent } from '../../database/loaders';
import { sessionRows } from './list-repository';
import { sessions } from './repository';

export const sessionById = defineById(sessionRows);

export const applicationsOfSession = defineLoader((database) =>
  byParent((ids) => sessions(database).listApplications(ids)),
);

export const liveSessionsOfUser = defineLoader((database) =>
  byParent((ids) => sessions(database).listLiveByPlatform(ids)),
);
