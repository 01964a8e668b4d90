/** Two processes on one database, and a third whose statements can be read. */
import * as graphql from './graphql';
import { type Pair, startPair } from './pair';
import { type Service, startService } from './service';
import { startStatementProxy } from './statement-proxy';

export interface WatchedPair extends Pair {
  web: graphql.Registered;
  watched: Service;
  /** The statements of the transaction that wrote a receipt meanwhile, at the watched process. */
  receiptStatements(work: () => Promise<unknown>): Promise<string[]>;
}

export const startWatchedPair = async (): Promise<WatchedPair> => {
  const pair = await startPair();
  const proxy = await startStatementProxy(pair.first.databaseUrl);
  const watched = await startService({ beside: pair.first, env: { DATABASE_URL: proxy.url } });
  return {
    ...pair,
    web: await graphql.webApplication(pair.first, pair.admin),
    watched,
    receiptStatements: async (work) => {
      const marks = proxy.connections.map((statements) => statements.length);
      await work();
      for (const [i, statements] of proxy.connections.entries()) {
        const fresh = statements.slice(marks[i] ?? 0);
        const at = fresh.findIndex((text) => /insert into revocations /.test(text));
        if (at < 0) continue;
        const from = fresh.slice(0, at).findLastIndex((text) => /^(start transaction|begin)/i.test(text));
        return fresh.slice(from, fresh.findIndex((text, j) => j > at && /^commit/i.test(text)) + 1);
      }
      throw new Error('the mutation was not seen');
    },
    stop: async () => {
      await watched.stop();
      await proxy.stop();
      await pair.stop();
    },
  };
};
