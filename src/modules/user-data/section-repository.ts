/** Reads the sections that the modules define in their `personal-data.ts`. */
import type { PersonalData } from '../../core/module/personal-data';
import type { Database } from '../../database/database';

/** Rows of one section: the newest ones. */
export const MAX_ROWS = 10_000;

/** Reads one row more than the maximum, to detect whether rows are cut. */
export const readSection = (
  database: Database,
  { select, from, order, where }: PersonalData,
  userId: string,
): Promise<Record<string, unknown>[]> =>
  database.query<Record<string, unknown>>(
    `select ${select} from ${from} where x.user_id = $1 ${where ? `and ${where}` : ''} order by ${order ?? 'x.id'} desc limit ${MAX_ROWS + 1}`,
    [userId],
  );

/** The start of the transaction. */
export const readTime = async (database: Database): Promise<Date> =>
  (await database.one<{ now: Date }>('select now() as now'))!.now;
