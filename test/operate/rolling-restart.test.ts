/** A rolling restart behind a proxy that knows no health checks loses no request. */
import { startPlainProxy } from '../support/plain-proxy';
import { restartUnderLoad, startBehind } from '../support/rolling';
import { freePort } from '../support/service';

const REQUESTS = Number(process.env.ROLLING_REQUESTS ?? 2_500);

test('a rolling restart of both processes loses none of 2,500 requests', async () => {
  const ports: [number, number] = [await freePort(), await freePort()];
  const proxy = await startPlainProxy(ports);
  const behind = await startBehind(proxy.url, ports);
  try {
    const { client_id: id, client_secret: secret } = behind.base.client;
    const { sent, failed } = await restartUnderLoad(behind, {
      proxyUrl: proxy.url,
      requests: REQUESTS,
      client: { id, secret },
    });
    expect({ failed, lost: proxy.lost }).toEqual({ failed: [], lost: [] });
    expect(sent).toBeGreaterThanOrEqual(REQUESTS);
  } finally {
    await behind.stop();
    await proxy.stop();
  }
}, 120_000);
