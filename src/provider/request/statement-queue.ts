/**
 * oidc-provider runs callbacks concurrently, but a transaction has one connection: its statements run one after the other here. The first
 * error is reported, since later ones only say that the transaction is aborted.
 */
import type { Database } from '../../database/database';

export const inSequence = (database: Database, onError: (error: unknown) => void): Database => {
  let last: Promise<unknown> = Promise.resolve();
  const queued =
    (method: 'query' | 'execute') =>
    (...args: [string, unknown[]?]) => {
      const result: Promise<unknown> = last.then((): Promise<unknown> => database[method](...args));
      last = result.catch(onError);
      return result;
    };
  const queue = { query: queued('query'), execute: queued('execute') };
  return new Proxy(database, {
    get: (target, property, self) =>
      property in queue ? queue[property as keyof typeof queue] : Reflect.get(target, property, self),
  });
};
