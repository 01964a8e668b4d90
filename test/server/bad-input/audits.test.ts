/** GraphQL over HTTP: the audits of the `graphql-http` package against the running service, as an authenticated client. */
import { serverAudits } from 'graphql-http';
import { adminToken } from '../../support/graphql';
import { startService, type Service } from '../../support/service';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test('all MUST audits pass, and at least 58 of 61 altogether', async () => {
  const authorization = `Bearer ${await adminToken(service)}`;
  const audits = serverAudits({
    url: `${service.url}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), authorization } }),
  });
  const failed: string[] = [];
  for (const { name, id, fn } of audits) {
    const result = await fn();
    if (result.status !== 'ok') failed.push(`${id} ${name}: ${'reason' in result ? String(result.reason) : ''}`);
  }
  expect(failed.filter((text) => / MUST /.test(text))).toEqual([]);
  expect(audits).toHaveLength(61);
  expect(failed.slice(3)).toEqual([]);
});
