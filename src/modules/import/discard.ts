/** Discards uploads that were not started: their lines, their faults and their own rows go at once. */
import { Any } from 'typeorm';
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId, encodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { type Caller, recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { importFaults } from './fault-repository';
import type { DiscardImportInput } from './inputs';
import { importLines } from './line-repository';
import { mayDiscard } from './policy';
import { imports } from './repository';
import { maySeeImport } from './visible';

export const deleteImports = async (database: Database, ids: string[]): Promise<void> => {
  if (ids.length === 0) return;
  await importLines(database).delete({ importId: Any(ids) });
  await importFaults(database).delete({ importId: Any(ids) });
  await imports(database).delete({ id: Any(ids) });
};

export const recordDiscarded = (
  database: Database,
  caller: Caller,
  ids: string[],
  cause: 'REQUESTED' | 'REPLACED',
  reason: string | null = null,
): Promise<void> =>
  recordEvents(
    database,
    caller,
    ids.map((id) => ({ type: 'IMPORT_DISCARDED', reason, details: { importId: encodeId('Import', id), cause } })),
  );

export const discardImport = (context: Context, input: DiscardImportInput): Promise<MutationResult<string>> =>
  runMutation(context, { action: 'discardImport', input, reload: async (_database, id) => id }, async (database) => {
    const found = await imports(database).lockById(decodeId('Import', input.importId));
    if (!found || !maySeeImport(context.principal, found)) throw notFound('import', 'importId');
    enforce(mayDiscard(found));
    await deleteImports(database, [found.id]);
    await recordDiscarded(database, context.caller, [found.id], 'REQUESTED', input.reason ?? null);
    return { subjectId: found.id, value: found.id };
  });
