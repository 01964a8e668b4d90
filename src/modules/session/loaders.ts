/** Data loaders for sessions. */
import { defineLoader } from '../../core/context/context';
import { byId, byParent } from '../../database/loaders';
import type { Session } from './entity';
import { sessionColumns, sessionFrom } from './list-repository';
import { sessions } from './repository';

export const sessionById = defineLoader((database) => byId<Session>(database, sessionColumns, sessionFrom));

export const applicationsOfSession = defineLoader((database) =>
  byParent((ids) => sessions(database).listApplications(ids)),
);

export const liveSessionsOfUser = defineLoader((database) =>
  byParent((ids) => sessions(database).listLiveByPlatform(ids)),
);
