/** Reads tokens, inside and outside transactions. */
import type { Database } from '../../database/database';
import type { Token } from './entity';
import { tokenColumns, tokenFrom } from './list';

export const findToken = (database: Database, id: string | null): Promise<Token | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<Token>(`select ${tokenColumns} from ${tokenFrom} where x.id = $1`, [id]);
