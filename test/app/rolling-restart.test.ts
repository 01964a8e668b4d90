/** Two processes behind a plain proxy are restarted one after the other under load: no request is lost, and none waits for long. */
import { setTimeout as sleep } from 'node:timers/promises';
import { adminToken } from '../support/graphql';
import { startPlainProxy } from '../support/plain-proxy';
import { freePort, startService, type Service } from '../support/service';

const REQUESTS = Number(process.env.ROLLING_REQUESTS ?? 2_500);
const CLIENTS = 16;

const undo: (() => unknown)[] = [];
afterAll(async () => {
  for (let last = undo.pop(); last; last = undo.pop()) await last();
});

test('a rolling restart of both processes loses none of 2,500 requests', async () => {
  const base = await startService();
  undo.push(() => base.stop());
  const ports = [await freePort(), await freePort()];
  const proxy = await startPlainProxy(ports);
  undo.push(() => proxy.stop());
  const start = (port: number): Promise<Service> =>
    startService({ beside: base, env: { PORT: String(port), SHUTDOWN_DELAY: '2' } });
  const processes = await Promise.all(ports.map(start));
  undo.push(() => Promise.all(processes.map((one) => one.stop())));
  const token = await adminToken(base);
  const { client_id: id, client_secret: secret } = base.client;

  const failed: string[] = [];
  let [answered, going] = [0, true];
  const ask = async (n: number): Promise<Response> =>
    n % 5 === 0
      ? fetch(`${proxy.url}/oidc/token`, {
          method: 'POST',
          headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
          body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'admin' }),
        })
      : fetch(`${proxy.url}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: '{"query":"{ viewer { kind } }"}',
        });
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    while (going || answered < REQUESTS) {
      const response = await ask((answered += 1) + client);
      const text = await response.text();
      if (response.status !== 200) failed.push(`${response.status} ${text.slice(0, 100)}`);
      // Not as fast as the machine can: the proxy shares it with the processes.
      await sleep(10);
    }
  });

  await sleep(500);
  for (const [index, port] of ports.entries()) {
    await processes[index]!.stop();
    processes[index] = await start(port);
  }
  going = false;
  await Promise.all(clients);
  expect({ failed, lost: proxy.lost }).toEqual({ failed: [], lost: [] });
  expect(answered).toBeGreaterThanOrEqual(REQUESTS);
}, 120_000);
