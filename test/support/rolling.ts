/** Two processes behind a proxy are restarted one after the other, while clients send requests through the proxy. */
import { setTimeout as sleep } from 'node:timers/promises';
import { adminToken } from './graphql';
import { freePort, type Service, startService } from './service';

const CLIENTS = 16;

export interface Behind {
  /** Shares the database; not behind the proxy. */
  base: Service;
  /** Where the two processes listen. */
  ports: [number, number];
  restart(index: number): Promise<void>;
  stop(): Promise<void>;
}

/** Two processes on one database, whose public address is that of the proxy, which is started before or after. */
export const startBehind = async (proxyUrl: string, ports: [number, number]): Promise<Behind> => {
  const base = await startService({ alone: true, env: { PUBLIC_URL: proxyUrl, PORT: String(await freePort()) } });
  const start = (port: number): Promise<Service> =>
    startService({ alone: true, beside: base, env: { PORT: String(port), SHUTDOWN_DELAY: '2', TRUST_PROXY: 'true' } });
  const processes = await Promise.all(ports.map(start));
  return {
    base,
    ports,
    restart: async (index) => {
      await processes[index]!.stop();
      processes[index] = await start(ports[index]!);
    },
    stop: async () => {
      await Promise.all(processes.map((one) => one.stop()));
      await base.stop();
    },
  };
};

/** Restarts both under load. Returns how many requests were sent and what failed. */
export const restartUnderLoad = async (
  behind: Behind,
  { proxyUrl, requests, client }: { proxyUrl: string; requests: number; client: { id: string; secret: string } },
): Promise<{ sent: number; failed: string[] }> => {
  const token = await adminToken({ ...behind.base, url: proxyUrl });
  const failed: string[] = [];
  let [sent, going] = [0, true];
  const ask = (n: number): Promise<Response> =>
    n % 5 === 0
      ? fetch(`${proxyUrl}/oidc/token`, {
          method: 'POST',
          headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
          body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'admin' }),
        })
      : fetch(`${proxyUrl}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: '{"query":"{ viewer { kind } }"}',
        });
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (going || sent < requests) {
      try {
        const response = await ask((sent += 1));
        const text = await response.text();
        if (response.status !== 200) failed.push(`${response.status} ${text.slice(0, 100)}`);
      } catch (error) {
        failed.push(String((error as { cause?: unknown }).cause ?? error));
      }
      // Not as fast as the machine can: the proxy shares it with the processes.
      await sleep(10);
    }
  });
  await sleep(500);
  for (const index of [0, 1]) {
    await behind.restart(index);
    // A proxy notices by its health checks.
    await sleep(2_000);
  }
  going = false;
  await Promise.all(clients);
  return { sent, failed };
};
