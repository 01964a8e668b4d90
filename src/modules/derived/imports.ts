/** Stops imports that were started with what ends: the job would go on creating accounts. The rows are locked. */
import type { Database } from '../../database/database';
import { encodeId } from '../../platform/type-id';
import { type Caller, recordEvents } from '../../core/event/record';
import type { Node } from '../../core/derived/closure';

interface Stopped {
  id: string;
  lines: number;
  created: number;
  refused: number;
}

export const endImports = async (
  database: Database,
  caller: Caller,
  roots: ReadonlySet<string>,
  nodes: Node[],
): Promise<void> => {
  const stopped = await database.query<Stopped>(
    `with done as (update imports set finished_at = now(), stopped = true
       where started_at is not null and finished_at is null and (started_by_token_id = any($1::uuid[]) or started_by_session_id = any($1::uuid[]))
       returning id, lines, created, refused)
     select * from done`,
    [[...roots, ...nodes.map(({ id }) => id)]],
  );
  if (stopped.length === 0) return;
  await database.execute('delete from import_lines where import_id = any($1::uuid[])', [stopped.map(({ id }) => id)]);
  await recordEvents(
    database,
    caller,
    stopped.map(({ id, ...numbers }) => ({
      type: 'IMPORT_FINISHED',
      outcome: 'FAILURE',
      details: { importId: encodeId('Import', id), ...numbers, stopped: true, cause: 'DERIVED' },
    })),
  );
};
