/** Traces reach an OTLP receiver: requests, operations, statements and jobs, connected to the caller's trace, and without a secret. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adminToken, as, createPerson, PASSWORD, sql, tokensOf, webApplication } from '../support/graphql';
import { runTask, until } from '../support/jobs';
import { startService } from '../support/service';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  status: { code?: number; message?: string };
}
interface Export {
  resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[];
}

let receiver: Server;
const bodies: string[] = [];
const paths = new Set<string>();
beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    paths.add(`${request.method} ${request.url}`);
    bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const spans = (): Span[] =>
  bodies.flatMap((body) =>
    (JSON.parse(body) as Export).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
const valueOf = (span: Span, key: string) => {
  const found = span.attributes.find((attribute) => attribute.key === key)?.value;
  return found?.stringValue ?? found?.intValue;
};

test('spans of requests, operations, statements and jobs; no secret, address or value in them; flushed at the stop', async () => {
  const service = await startService({
    alone: true,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '200',
    },
  });
  const token = await adminToken(service);
  const admin = as(service, token);
  const alice = await createPerson(admin, 'traced-person');
  const web = await webApplication(service, admin);
  const tokens = await tokensOf(web, 'traced-person', 'openid self');
  const trace = '0af7651916cd43dd8448eb211c80319c';
  await fetch(`${service.url}/graphql?hint=secret-in-query`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({
      query: 'query Lookup($name: String!) { user(by: { username: $name }) { id name } }',
      variables: { name: 'traced-person' },
    }),
  });
  await fetch(`${service.url}/livez`);
  await fetch(`${service.url}/a-secret-in-the-path`);
  await runTask(service, 'settle');
  // What waits to be exported leaves with the process.
  await service.stop();

  const all = spans();
  expect([...paths]).toEqual(['POST /v1/traces']);
  const own = all.filter(({ traceId }) => traceId === trace);
  const byName = (name: string) => own.find((span) => span.name === name)!;
  const request = byName('POST /graphql');
  expect(request.parentSpanId).toBe('b7ad6b7169203331');
  expect(valueOf(request, 'http.route')).toBe('/graphql');
  expect(Number(valueOf(request, 'http.response.status_code'))).toBe(200);
  const operation = byName('query user');
  expect(operation.parentSpanId).toBe(request.spanId);
  expect(valueOf(operation, 'graphql.operation.name')).toBe('Lookup');
  const statements = own.filter((span) => valueOf(span, 'db.query.text'));
  expect(statements.some((span) => span.parentSpanId === operation.spanId)).toBe(true);
  expect(statements.map((span) => String(valueOf(span, 'db.query.text'))).join()).toMatch(/from users .*\$1/s);

  const names = new Set(all.map(({ name }) => name));
  for (const name of ['POST /oidc/token', 'GET /oidc/auth', 'POST /signin/:uid', 'GET other', 'job settle'])
    expect([name, names.has(name)]).toEqual([name, true]);
  expect([...names].filter((name) => name.includes('livez'))).toEqual([]);

  const text = bodies.join();
  const secrets = [token, tokens.access_token, tokens.id_token!, PASSWORD, service.client.client_secret];
  for (const secret of [...secrets, 'secret-in', 'traced-person', alice.email, 'code=', 'login_hint', 'client.address'])
    expect([secret, text.includes(secret)]).toEqual([secret, false]);
  expect(text).toContain('"castellan"');
});

test('a failed statement is named by its code alone', async () => {
  bodies.length = 0;
  const service = await startService({
    alone: true,
    env: {
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/v1/traces`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_SERVICE_NAME: 'id-of-example',
    },
  });
  const admin = as(service, await adminToken(service));
  await sql(
    service.databaseUrl,
    `create function cannot() returns trigger language plpgsql as $$ begin
       raise exception 'no room for %', new.username using errcode = '53100'; end $$`,
  );
  await sql(service.databaseUrl, 'create trigger cannot before insert on users for each row execute function cannot()');
  const { errors } = await admin('mutation { createUser(input: { username: "marked-value" }) { errors { code } } }');
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAVAILABLE']);
  await service.stop();
  const failed = spans().filter((span) => valueOf(span, 'error.type') === '53100');
  expect(failed).not.toEqual([]);
  for (const { status } of failed) expect(status).toEqual({ code: 2 });
  expect(bodies.join()).not.toContain('marked-value');
  expect(bodies.join()).toContain('id-of-example');
});

test('without the variables no library of OpenTelemetry is loaded', async () => {
  const service = await startService({ alone: true, env: { NODE_DEBUG: 'module', OTEL_SERVICE_NAME: 'unused' } });
  await until(() => service.log().includes('graphile-worker'));
  expect(service.log()).not.toMatch(/@opentelemetry\/(sdk|instrumentation)/);
  await service.stop();
});
