/** A device by its id, as it is now. */
import type { Database } from '../../database/database';
import type { Device } from './entity';
import { deviceColumns } from './list';

export const findDevice = (database: Database, id: string | null): Promise<Device | null> =>
  database.one<Device>(`select ${deviceColumns} from devices x where x.id = $1`, [id]);
