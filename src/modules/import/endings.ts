/** Stops imports that were started with something that ends: the job would go on creating accounts. The rows are locked. */
import { Any } from 'typeorm';
import type { EndDerived } from '../../core/derived/endings';
import { recordEvents } from '../../core/event/record';
import { encodeId } from '../../platform/type-id';
import { importLines } from './line-repository';
import { imports } from './repository';

export const stopImports: EndDerived = async (database, sourceIds, { caller }) => {
  const stopped = await imports(database).stopStartedBy(sourceIds);
  if (stopped.length === 0) return;
  await importLines(database).delete({ importId: Any(stopped.map(({ id }) => id)) });
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
