/** Each request has one line in the log, which names neither a person nor a secret. */
import { clientCredentials } from '../../src/tools/oidc-flow';
import { adminToken, as, createPerson, issuerOf, PASSWORD, tokensOf, webApplication } from '../support/graphql';
import { until } from '../support/jobs';
import { type Service, startService } from '../support/service';
import { undoes } from '../support/undo';

const undo = undoes(afterAll);
const start = async (env: Record<string, string>): Promise<Service> => {
  const service = await startService({ env });
  undo.push(() => service.stop());
  return service;
};

type Line = Record<string, unknown>;
const linesOf = (service: Service): Line[] =>
  service
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ msg }) => msg === 'request');
const lineOf = (service: Service, requestId: string): Promise<Line> =>
  until(() => linesOf(service).find((line) => line.requestId === requestId));

test('method, kind of path, status, time, request id and application; nothing else', async () => {
  const service = await start({ LOG_LEVEL: 'debug' });
  const { client_id: clientId, client_secret: clientSecret } = service.client;
  const { access_token: token } = await clientCredentials(
    { issuer: issuerOf(service), clientId, clientSecret },
    { scope: 'admin' },
  );
  await fetch(`${service.url}/graphql?query={viewer{kind}}&secret=in-the-query`, {
    headers: { authorization: `Bearer ${token}`, 'x-request-id': 'request-graphql' },
  });
  const line = await lineOf(service, 'request-graphql');
  expect(line).toEqual({
    ...{ level: 30, time: expect.any(Number) as number, msg: 'request', requestId: 'request-graphql' },
    ...{ method: 'GET', route: '/graphql', status: 200, ms: expect.any(Number) as number },
    applicationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
  const issued = linesOf(service).find(({ route }) => route === '/oidc/token');
  expect(issued).toMatchObject({ method: 'POST', status: 200, level: 30, applicationId: line.applicationId });

  const admin = as(service, await adminToken(service));
  await createPerson(admin, 'logged-person');
  const tokens = await tokensOf(await webApplication(service, admin), 'logged-person', 'openid self');
  await fetch(`${service.url}/a-path-with-a-secret`, { headers: { 'x-request-id': 'request-unknown' } });
  expect(await lineOf(service, 'request-unknown')).toMatchObject({ route: 'other', status: 404 });
  await fetch(`${service.url}/livez`, { headers: { 'x-request-id': 'request-probe' } });
  expect(await lineOf(service, 'request-probe')).toMatchObject({ route: '/livez', level: 20 });

  expect(linesOf(service).map(({ route }) => route)).toEqual(expect.arrayContaining(['/oidc/auth', '/signin/:uid']));
  const secrets = [token, tokens.access_token, tokens.id_token!, clientSecret, PASSWORD, 'logged-person'];
  for (const secret of [...secrets, 'in-the-query', 'a-path-with', '127.0.0.1', 'code='])
    expect([secret, linesOf(service).some((one) => JSON.stringify(one).includes(secret))]).toEqual([secret, false]);
});

test('LOG_REQUESTS=false switches the lines off, and a client that leaves is 499', async () => {
  const quiet = await start({ LOG_LEVEL: 'debug', LOG_REQUESTS: 'false' });
  await fetch(`${quiet.url}/livez`);
  const noisy = await start({ LOG_LEVEL: 'info' });
  const leave = new AbortController();
  const asked = fetch(`${noisy.url}/graphql`, {
    method: 'POST',
    headers: { 'x-request-id': 'request-left', 'content-type': 'application/json' },
    body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) }),
    signal: leave.signal,
    duplex: 'half',
  } as RequestInit).catch(() => null);
  await new Promise((done) => setTimeout(done, 300));
  leave.abort();
  await asked;
  expect(await lineOf(noisy, 'request-left')).toMatchObject({ status: 499 });
  expect(linesOf(quiet)).toEqual([]);
});
