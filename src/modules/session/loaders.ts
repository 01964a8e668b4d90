/** Reads sessions for one request. */
import { defineLoader } from '../../core/context/context';
import { byId, byParent } from '../../database/loaders';
import { type Application, applicationColumns } from '../application';
import type { Session } from './entity';
import { sessionColumns, sessionFrom, sessionLife } from './list';

const PER_PLATFORM = 100;

export const sessionById = defineLoader((database) => byId<Session>(database, sessionColumns, sessionFrom));

export const applicationsOfSession = defineLoader((database) =>
  byParent<Application & { parentId: string }>((ids) =>
    database.query(
      `select distinct on (f.session_id, x.id) ${applicationColumns}, f.session_id as "parentId" from token_families f join applications x on x.id = f.application_id
       where f.session_id = any($1::uuid[]) order by f.session_id, x.id`,
      [ids],
    ),
  ),
);

export const liveSessionsOfUser = defineLoader((database) =>
  byParent<Session & { parentId: string; platformCount: number }>((ids) =>
    database.query(
      `select ranked.*, ranked."userId" as "parentId" from (
         select ${sessionColumns}, row_number() over (partition by x.user_id, x.platform order by x.id desc) as "position",
           count(*) over (partition by x.user_id, x.platform) as "platformCount"
         from ${sessionFrom} where x.user_id = any($1::uuid[]) and ${sessionLife.live}) ranked
       where ranked."position" <= ${PER_PLATFORM} order by ranked."platform", ranked."position"`,
      [ids],
    ),
  ),
);
