/** Reads imports, and what is wrong with their lines. */
import type { Database } from '../../database/database';
import type { Import, ImportFault } from './entity';
import { importColumns } from './list';

export const findImport = (
  database: Database,
  id: string | null,
  lock: '' | 'for no key update' = '',
): Promise<Import | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<Import>(`select ${importColumns} from imports x where x.id = $1 ${lock}`, [id]);

export const faultsOf = (
  database: Database,
  id: string,
  { afterLine = 0, limit = 100 }: { afterLine?: number; limit?: number } = {},
): Promise<ImportFault[]> =>
  database.query<ImportFault>(
    'select line, field, code, message from import_faults where import_id = $1 and line > $2 order by line limit $3',
    [id, afterLine, limit],
  );
