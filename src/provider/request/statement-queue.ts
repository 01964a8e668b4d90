/**
 * oidc-provider runs callbacks concurrently, but a transaction has one connection: its statements run one after the other here, TypeORM's own
 * included. The first error is reported, since later ones only say that the transaction is aborted.
 */
import type { Database } from '../../database/database';

export const inSequence = (database: Database, onError: (error: unknown) => void): Database => {
  const runner = database.manager.queryRunner!;
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  let last: Promise<unknown> = Promise.resolve();
  runner.query = ((...args: unknown[]) => {
    const result = last.then(() => query(...args));
    last = result.catch(onError);
    return result;
  }) as typeof runner.query;
  return database;
};
