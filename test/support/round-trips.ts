/** Counts the round trips to PostgreSQL that a request of one process takes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, type Service, startService } from './service';
import { startStatementProxy } from './statement-proxy';

export interface CountedService {
  service: Service;
  /** The round trips meanwhile, each with its statements. */
  during(work: () => Promise<unknown>): Promise<string[][]>;
  stop(): Promise<void>;
}

/** Work that no request waits for: the queue, gathered usage, and what a new connection asks. */
const BACKGROUND =
  /graphile_worker|"castellan_jobs"|\bLISTEN\b|worker_leases|with used as|pg_stat|^select version\(\)/i;

export const startCounted = async (beside: Service): Promise<CountedService> => {
  const proxy = await startStatementProxy(beside.databaseUrl);
  // With an address of its own, so that browsers stay with it.
  const port = String(await freePort());
  const own = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, DATABASE_URL: proxy.url };
  const service = await startService({ beside, env: own });
  return {
    service,
    during: async (work) => {
      const marks = proxy.connections.map((statements) => statements.length);
      await work();
      await sleep(20);
      return proxy.connections.flatMap((statements, connection) => {
        const trips = new Map<number, string[]>();
        for (const [i, statement] of statements.entries()) {
          if (i < (marks[connection] ?? 0) || BACKGROUND.test(statement)) continue;
          const trip = proxy.roundTrips[connection]![i]!;
          trips.set(trip, [...(trips.get(trip) ?? []), statement]);
        }
        return [...trips.values()];
      });
    },
    stop: async () => {
      await service.stop();
      await proxy.stop();
    },
  };
};
