/** Reads off-boardings. */
import type { Database } from '../../database/database';
import { columnsOf } from '../../schema/columns';
import { Offboarding } from './entity';

export const offboardingColumns = columnsOf(Offboarding, 'x');

export const findOffboarding = (database: Database, userId: string, and = ''): Promise<Offboarding | null> =>
  database.one<Offboarding>(`select ${offboardingColumns} from offboardings x where x.user_id = $1 ${and}`, [userId]);
