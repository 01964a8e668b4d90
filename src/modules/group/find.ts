/** Groups by id, and the caller as a group meets them. */
import type { Database } from '../../database/database';
import { columnsOf } from '../../schema/columns';
import { Group } from './entity';

export const groupColumns = columnsOf(Group, 'x');

export const findGroup = (
  database: Database,
  id: string | null,
  lock: '' | 'for no key update' = '',
): Promise<Group | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<Group>(`select ${groupColumns} from groups x where x.id = $1 ${lock}`, [id]);
