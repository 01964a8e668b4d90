/** Work within a transaction that can fail alone: what it did is undone, and the transaction goes on. */
import type { Database } from './database';

export const withSavepoint = async <T>(database: Database, work: () => Promise<T>): Promise<T> => {
  await database.execute('savepoint attempt');
  try {
    const value = await work();
    await database.execute('release savepoint attempt');
    return value;
  } catch (error) {
    await database.execute('rollback to savepoint attempt');
    throw error;
  }
};
