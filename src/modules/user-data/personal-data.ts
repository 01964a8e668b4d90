/** Reads what the modules tell of their tables. */
import type { PersonalData } from '../../core/module/personal-data';
import type { Database } from '../../database/database';

/** Rows of one section; the newest, where there are more. */
export const MAX_ROWS = 10_000;

/** One row more than the most, so that it shows whether there are more. */
export const readSection = (
  database: Database,
  { select, from, order, where }: PersonalData,
  userId: string,
): Promise<Record<string, unknown>[]> =>
  database.query<Record<string, unknown>>(
    `select ${select} from ${from} where x.user_id = $1 ${where ? `and ${where}` : ''} order by ${order ?? 'x.id'} desc limit ${MAX_ROWS + 1}`,
    [userId],
  );

/** When the transaction began. */
export const readTime = async (database: Database): Promise<Date> =>
  (await database.one<{ now: Date }>('select now() as now'))!.now;
