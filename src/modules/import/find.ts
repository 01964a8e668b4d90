/** Reads imports; how far one has come is decided here alone. */
import type { Database } from '../../database/database';
import { columnsOf } from '../../schema/columns';
import { Import, type ImportFault } from './entity';

const STATUS = `case when x.finished_at is not null then case when x.stopped then 'STOPPED' else 'DONE' end
  when x.started_at is not null then 'RUNNING' when x.expires_at <= now() then 'EXPIRED'
  when x.uploaded_at is null then 'UPLOADING' else 'READY' end`;

export const importColumns = `${columnsOf(Import, 'x')}, ${STATUS} as "status"`;

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
