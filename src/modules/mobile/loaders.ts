/** Reads authenticators for one request. */
import { defineLoader } from '../../core/context/context';
import type { Database } from '../../database/database';
import { byId, byParent } from '../../database/loaders';
import type { Authenticator } from './entity';
import { authenticatorColumns } from './list';

const authenticatorsBy = (database: Database, column: 'device_link_id' | 'user_id') =>
  byParent<Authenticator & { parentId: string }>((ids) =>
    database.query(
      `select ${authenticatorColumns}, x.${column} as "parentId" from authenticators x
       where x.${column} = any($1::uuid[]) and x.ended_at is null order by x.id`,
      [ids],
    ),
  );

export const authenticatorById = defineLoader((database) =>
  byId<Authenticator>(database, authenticatorColumns, 'authenticators x', { condition: 'x.ended_at is null' }),
);
export const authenticatorsOfLink = defineLoader((database) => authenticatorsBy(database, 'device_link_id'));
export const authenticatorsOfUser = defineLoader((database) => authenticatorsBy(database, 'user_id'));
