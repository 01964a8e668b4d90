/** Users on devices and their authenticators, as the rules of mobile authentication need them. */
import type { Database } from '../../database/database';
import { columnsOf } from '../../schema/columns';
import { DeviceLink } from '../device';
import type { Authenticator } from './entity';
import { authenticatorColumns } from './list';

const linkColumns = columnsOf(DeviceLink, 'x');

export const findLink = (database: Database, id: string | null): Promise<DeviceLink | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<DeviceLink>(`select ${linkColumns} from device_links x where x.id = $1 and x.ended_at is null`, [
        id,
      ]);

export const findLinkOf = (database: Database, userId: string, deviceId: string): Promise<DeviceLink | null> =>
  database.one<DeviceLink>(
    `select ${linkColumns} from device_links x where x.user_id = $1 and x.device_id = $2 and x.ended_at is null`,
    [userId, deviceId],
  );

export const findAuthenticator = (database: Database, id: string | null): Promise<Authenticator | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<Authenticator>(`select ${authenticatorColumns} from authenticators x where x.id = $1`, [id]);

/** Those of a link that may still answer. */
export const authenticatorsOf = (database: Database, linkId: string): Promise<Authenticator[]> =>
  database.query<Authenticator>(
    `select ${authenticatorColumns} from authenticators x where x.device_link_id = $1 and x.ended_at is null order by x.id`,
    [linkId],
  );
