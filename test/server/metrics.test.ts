/** `GET /metrics`: what an operator watches is counted, nothing that names a person becomes a label, and only the entitled read it. */
import { clientCredentials, introspect } from '../../src/tools/oidc-flow';
import {
  adminToken,
  asMachine,
  createApplication,
  createPerson,
  enters,
  ERRORS,
  ok,
  PASSWORD,
  tokensOf,
} from '../support/graphql';
import { runTask, until } from '../support/jobs';
import { freePort } from '../support/service';
import { startWithWeb, type WithWeb } from '../support/start';

let started: WithWeb;
let open: string;
beforeAll(async () => {
  const port = await freePort();
  open = `http://127.0.0.1:${port}`;
  started = await startWithWeb({ METRICS_PORT: String(port) }, { alone: true });
});
afterAll(() => started?.stop());

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}
const parse = (text: string): Sample[] =>
  text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels, value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line)!;
      const pairs = [...(labels ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text]);
      return { name: name!, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
    });
const readText = async () => (await fetch(`${open}/metrics`)).text();
const read = async (): Promise<Sample[]> => parse(await readText());
const valueOf = (samples: Sample[], name: string, labels: Record<string, string> = {}): number =>
  samples
    .filter((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);

type Expected = [name: string, labels: Record<string, string>, by: number];
/** The samples grow by as much as they should while `work` runs. */
const counts = async (expected: Expected[], work: () => Promise<unknown>): Promise<void> => {
  const before = await read();
  await work();
  // A request is counted when its connection has the whole answer.
  await new Promise((done) => setTimeout(done, 50));
  const after = await read();
  const grown = expected.map(([name, labels]) => [
    name,
    labels,
    valueOf(after, name, labels) - valueOf(before, name, labels),
  ]);
  expect(grown).toEqual(expected);
};

test('requests by kind of path and status; ids in paths do not become labels', async () => {
  const of = (route: string, status: string): Record<string, string> => ({ route, status });
  await counts(
    [
      ['castellan_http_request_duration_seconds_count', of('/graphql', '200'), 1],
      ['castellan_http_request_duration_seconds_count', of('/signin/:uid', '400'), 1],
      ['castellan_http_request_duration_seconds_count', of('other', '404'), 2],
    ],
    async () => {
      await started.admin('{ viewer { kind } }');
      for (const path of ['/signin/a-secret-of-somebody', '/a-secret-of-somebody', '/b/c'])
        await fetch(`${started.service.url}${path}`);
    },
  );
  expect(await readText()).not.toContain('a-secret');
});

test('root fields by outcome; what is no valid operation is one, whatever it asks for', async () => {
  const { admin, service } = started;
  const field = (name: string, outcome: string): Record<string, string> => ({ field: name, outcome });
  await counts(
    [
      ['castellan_graphql_fields_total', field('users', 'success'), 2],
      ['castellan_graphql_fields_total', field('createUser', 'refused'), 1],
      ['castellan_graphql_fields_total', field('users', 'FORBIDDEN'), 1],
      ['castellan_graphql_fields_total', field('none', 'BAD_USER_INPUT'), 2],
    ],
    async () => {
      await admin('query { a: users { totalCount } ...More } fragment More on Query { b: users { totalCount } }');
      await admin(`mutation { createUser(input: { username: "admin" }) { ${ERRORS} } }`);
      await (
        await asMachine(service, admin, 'events:read')
      )('{ users { totalCount } }');
      await admin('{ somethingElse }');
      await admin('{ not a document');
    },
  );
  expect(await readText()).not.toContain('somethingElse');
});

test('grants, introspections, sign-ins, endings and events; a dry run counts as nothing', async () => {
  const { admin, service, web } = started;
  const alice = await createPerson(admin, 'alice');
  const revoke = (dryRun: boolean) =>
    ok(
      admin(`mutation ($input: RevokeAllSessionsInput!) { revokeAllSessions(input: $input) { ${ERRORS} } }`, {
        input: { userId: alice.id, dryRun },
      }),
    );
  const token = (grant: string, outcome: string): Record<string, string> => ({ grant, outcome });
  await counts(
    [
      ['castellan_token_requests_total', token('authorization_code', 'success'), 1],
      ['castellan_token_requests_total', token('client_credentials', 'success'), 1],
      ['castellan_token_requests_total', token('other', 'unsupported_grant_type'), 1],
      ['castellan_introspections_total', { active: 'true' }, 1],
      ['castellan_introspections_total', { active: 'false' }, 1],
      ['castellan_events_total', { type: 'SIGN_IN' }, 1],
      ['castellan_events_total', { type: 'SIGN_IN_FAILED' }, 1],
      ['castellan_events_total', { type: 'TOKEN_ISSUED' }, 2],
      ['castellan_revocations_total', { action: 'revokeAllSessions' }, 1],
    ],
    async () => {
      const tokens = await tokensOf(web, 'alice', 'openid self');
      expect(await enters(web, 'alice', `${PASSWORD} not`)).toBe(false);
      await introspect(web, tokens.access_token);
      await introspect(web, 'nothing');
      await adminToken(service);
      await fetch(`${service.url}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${web.clientId}:${web.clientSecret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'whatever' }),
      });
      await revoke(true);
      await revoke(false);
    },
  );
  expect(await readText()).not.toMatch(/alice|whatever|127\.0\.0\.1/);
});

test('jobs: those that ran here, and those that wait in the queue', async () => {
  const { service, sql } = started;
  const done = { task: 'settle', outcome: 'success' };
  const before = valueOf(await read(), 'castellan_job_duration_seconds_count', done);
  await runTask(service, 'settle');
  await until(async () => valueOf(await read(), 'castellan_job_duration_seconds_count', done) > before);
  await sql(`select graphile_worker.add_job('settle', run_at => now() + interval '1 hour')`);
  expect(valueOf(await read(), 'castellan_jobs', { task: 'settle', state: 'scheduled' })).toBe(1);
});

test('the pool, the schema, the build and the process', async () => {
  const samples = await read();
  expect(valueOf(samples, 'castellan_database_connections')).toBeGreaterThan(0);
  const [{ count }] = (await started.sql('select count(*)::int as count from migrations')) as [{ count: number }];
  expect(valueOf(samples, 'castellan_database_migrations')).toBe(count);
  expect(valueOf(samples, 'castellan_database_up')).toBe(1);
  expect(valueOf(samples, 'castellan_receipts_unsettled')).toBe(0);
  expect(samples.find(({ name }) => name === 'castellan_build_info')).toMatchObject({
    labels: { version: expect.any(String) as string, node: process.version },
    value: 1,
  });
  expect(valueOf(samples, 'process_resident_memory_bytes')).toBeGreaterThan(0);
});

test('on the own port of the service a token with metrics:read is needed', async () => {
  const { service, admin } = started;
  const status = async (headers: Record<string, string> = {}) =>
    (await fetch(`${service.url}/metrics`, { headers })).status;
  const tokenWith = async (scope: string) => {
    const client = await createApplication(service, admin, { name: scope, kind: 'MACHINE', scopes: [scope] });
    return `Bearer ${(await clientCredentials(client, { scope })).access_token}`;
  };
  expect(await status()).toBe(401);
  expect(await status({ authorization: 'Bearer nothing' })).toBe(401);
  expect(await status({ authorization: await tokenWith('events:read') })).toBe(403);
  const authorization = await tokenWith('metrics:read');
  const answer = await fetch(`${service.url}/metrics`, { headers: { authorization } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('version=0.0.4')]);
  expect((await fetch(`${service.url}/metrics`, { method: 'POST', headers: { authorization } })).status).toBe(405);
  // The other port has the metrics and nothing else.
  for (const path of ['/', '/graphql', '/livez', '/oidc/token'])
    expect((await fetch(`${open}${path}`)).status).toBe(404);
});
