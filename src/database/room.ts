/** Whether the server takes writes: it may be a standby, read-only, or its disk full. */
import type { Database } from './database';
import { lastWrite } from './data-source';

/** Null, or the reason. Costs one SELECT, unless a statement has failed for want of room; throws if the server cannot be reached. */
export const writeProblem = async (database: Database): Promise<string | null> => {
  // The migrations are counted so that a database that was never migrated fails here.
  const row = await database.one<{ readOnly: boolean }>(
    `select current_setting('transaction_read_only')::boolean as "readOnly", (select count(*) from migrations) as migrations`,
  );
  if (row!.readOnly) return 'the database is read-only: connect to the primary server, or end its read-only mode';
  if (!lastWrite.failed) return null;
  try {
    await database.transaction((tx) =>
      tx.execute(
        `create temporary table room on commit drop as select repeat('x', 2000) as filler from generate_series(1, 200)`,
      ),
    );
    lastWrite.failed = false;
    return null;
  } catch (error) {
    if (lastWrite.failed) return 'the database has no room to write: free space on its disk';
    throw error;
  }
};
