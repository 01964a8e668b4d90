/** While the database is away, full or shutting down, every answer says so, every one is in the log, and none says that something was done that was not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { clientRequest } from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { as, ok, post, sql, type Answer, type Ask } from '../support/graphql';
import { startInProcess } from '../support/in-process';
import { until } from '../support/jobs';
import { startService, type Service } from '../support/service';
import { wireTo } from '../support/wire';

let service: Service;
let token: string;
let admin: Ask;
let person: graphql.Person;

beforeAll(async () => {
  service = await startService();
  token = await graphql.adminToken(service);
  admin = as(service, token);
  person = await graphql.createPerson(admin, 'alice');
});
afterAll(() => service?.stop());

interface Line {
  level: number;
  msg: string;
  requestId?: string;
  err?: { message?: string; code?: string };
}
const linesOf = ({ log }: Service): Line[] =>
  log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

const bearer = () => ({ authorization: `Bearer ${token}` });
const create = (username: string, more: Record<string, unknown> = {}, requestId = `create-${username}`) =>
  post(
    service,
    JSON.stringify({
      query:
        'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id username } errors { code message } } }',
      variables: { input: { username, ...more } },
    }),
    { ...bearer(), 'x-request-id': requestId },
  );
const isThere = async (username: string) =>
  (await sql(service.databaseUrl, 'select from users where username = $1', [username])).length === 1;

/** Ends the connection of everybody else. */
const terminate = () =>
  sql(
    service.databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );

test('under load every connection is ended twenty times: no answer is an internal error, and each that failed is in the log', async () => {
  interface Seen {
    what: string;
    requestId: string;
    status: number;
    codes: string[];
    text: string;
  }
  const seen: Seen[] = [];
  const created: string[] = [];
  let going = true;
  let n = 0;
  const graph = async (what: string, query: string, variables?: Record<string, unknown>): Promise<Answer> => {
    const requestId = `load-${what}-${(n += 1)}`;
    const answer = await post(service, JSON.stringify({ query, variables }), {
      ...bearer(),
      'x-request-id': requestId,
    });
    seen.push({ what, requestId, status: answer.status, codes: graphql.codes(answer), text: answer.text });
    return answer;
  };
  const { client_id: clientId, client_secret: clientSecret } = service.client;
  const kinds: (() => Promise<unknown>)[] = [
    () =>
      graph(
        'list',
        '{ users(first: 20) { totalCount nodes { username roles { name } sessions { totalCount } } } roles { name } }',
      ),
    async () => {
      const username = `made${(n += 1)}`;
      const { data } = await graph(
        'mutation',
        'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code } } }',
        { input: { username } },
      );
      if (data?.createUser?.user) created.push(username);
    },
    () =>
      graph(
        'ending',
        'mutation ($input: RevokeAllSessionsInput!) { revokeAllSessions(input: $input) { errors { code } } }',
        {
          input: { userId: person.id },
        },
      ),
    async () => {
      const requestId = `load-export-${(n += 1)}`;
      const response = await fetch(`${service.address}/exports/users`, {
        headers: { ...bearer(), 'x-request-id': requestId },
      });
      const text = await response.text().catch(() => 'broken off');
      seen.push({ what: 'export', requestId, status: response.status, codes: [], text });
    },
    async () => {
      const requestId = `load-token-${(n += 1)}`;
      const response = await fetch(`${service.address}/oidc/token`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
          'x-request-id': requestId,
        },
        body: 'grant_type=client_credentials&scope=admin',
      });
      seen.push({ what: 'token', requestId, status: response.status, codes: [], text: await response.text() });
    },
  ];
  const workers = kinds
    .flatMap((kind) => [kind, kind])
    .map(async (kind) => {
      while (going) await kind();
    });
  for (let round = 0; round < 20; round += 1) {
    await sleep(120 + (round % 5) * 17);
    await terminate();
  }
  await sleep(300);
  going = false;
  await Promise.all(workers);
  await sleep(200);

  const failed = seen.filter(({ status, codes }) => status >= 500 || codes.length > 0);
  expect(
    failed.filter(
      ({ status, codes, text }) =>
        status === 500 || codes.some((code) => code !== 'UNAVAILABLE') || /INTERNAL|server_error/.test(text),
    ),
  ).toEqual([]);
  for (const what of ['list', 'mutation', 'token']) expect(failed.filter((one) => one.what === what)).not.toEqual([]);
  const lines = linesOf(service);
  expect(lines.filter(({ level }) => level >= 50)).toEqual([]);
  const logged = failed.map(({ requestId, what }) => ({
    what,
    lines: lines.filter((line) => line.requestId === requestId).map(({ level }) => level),
  }));
  expect(logged).toEqual(failed.map(({ what }) => ({ what, lines: [40] })));
  for (const username of created) expect([username, await isThere(username)]).toEqual([username, true]);
}, 120_000);

/** Holds every transaction that creates a user within its COMMIT, until the test lets go. */
const heldInCommit = async (work: (held: { letGo(): Promise<void>; waits(): Promise<boolean> }) => Promise<void>) => {
  const { Client } = await import('pg');
  const holder = new Client({ connectionString: service.databaseUrl });
  await holder.connect();
  await holder.query(`create or replace function wait_in_commit() returns trigger language plpgsql as $$ begin
    perform pg_advisory_xact_lock(4711); return null; end $$`);
  await holder.query(`create constraint trigger wait_in_commit after insert on users deferrable initially deferred
    for each row execute function wait_in_commit()`);
  await holder.query('select pg_advisory_lock(4711)');
  try {
    await work({
      letGo: async () => void (await holder.query('select pg_advisory_unlock(4711)')),
      waits: async () =>
        (
          await holder.query(
            `select from pg_stat_activity where datname = current_database() and query = 'COMMIT' and wait_event_type = 'Lock'`,
          )
        ).rowCount === 1,
    });
  } finally {
    await holder.query('select pg_advisory_unlock_all()');
    await holder.query('drop trigger wait_in_commit on users');
    await holder.end();
  }
};

test('a connection that is ended within COMMIT: nothing was done, and nobody is told otherwise', async () => {
  await heldInCommit(async ({ waits }) => {
    const answer = create('ended-in-commit');
    await until(waits);
    await sql(
      service.databaseUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'COMMIT' and wait_event_type = 'Lock'`,
    );
    expect(graphql.codes(await answer)).toEqual(['UNAVAILABLE']);
  });
  expect(await isThere('ended-in-commit')).toBe(false);
});

test('a connection that is lost within a COMMIT that succeeds: it is not told as done, and the same key tells the truth', async () => {
  const wire = await wireTo(new URL(service.databaseUrl));
  const beside = await startService({ beside: service, env: { DATABASE_URL: wire.url } });
  const ask = (idempotencyKey: string) =>
    post(
      beside,
      JSON.stringify({
        query:
          'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { username } errors { code message } } }',
        variables: { input: { username: 'lost-in-commit', idempotencyKey } },
      }),
      bearer(),
    );
  try {
    await heldInCommit(async ({ waits, letGo }) => {
      const answer = ask('the key');
      await until(waits);
      wire.cut();
      expect(graphql.codes(await answer)).toEqual(['UNAVAILABLE']);
      await letGo();
      await until(() => isThere('lost-in-commit'));
    });
    wire.mend();
    const again = await ask('the key');
    expect(again.data.createUser).toEqual({ user: { username: 'lost-in-commit' }, errors: [] });
    expect((await ask('another')).data.createUser.errors).toMatchObject([{ code: 'CONFLICT' }]);
  } finally {
    wire.mend();
    await beside.stop();
    await wire.close();
  }
}, 60_000);

test('a transaction in which an error was overlooked is not told as committed', async () => {
  const { database, stop } = await startInProcess();
  try {
    const work = database.transaction(async (transaction) => {
      await transaction.query('create table overlooked ()');
      await transaction.query('select 1 / 0').catch(() => null);
    });
    await expect(work).rejects.toThrow('division by zero');
    expect(await database.query(`select to_regclass('overlooked') as found`)).toEqual([{ found: null }]);
    expect(await database.transaction((transaction) => transaction.query('select 1 as one'))).toEqual([{ one: 1 }]);
  } finally {
    await stop();
  }
});

describe('a server that says it cannot', () => {
  const raising = async (state: string, work: () => Promise<void>) => {
    await sql(
      service.databaseUrl,
      `create function cannot() returns trigger language plpgsql as $$ begin
         raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '${state}', detail = 'Wrote a marked secret'; end $$`,
    );
    for (const table of ['users', 'tokens', 'imports'])
      await sql(
        service.databaseUrl,
        `create trigger cannot before insert on ${table} for each row execute function cannot()`,
      );
    try {
      await work();
    } finally {
      await sql(service.databaseUrl, 'drop function cannot() cascade');
    }
  };
  test.each(['53100', '53200', '53400', '58030', '25006', '57P03', '08006', '40P01', '55P03', '57014'])(
    '%s is UNAVAILABLE in GraphQL and 503 elsewhere, and one line each',
    async (state) => {
      await raising(state, async () => {
        const mutation = await create(`full-${state}`, {}, `full-mutation-${state}`);
        expect([mutation.data, graphql.codes(mutation)]).toEqual([null, ['UNAVAILABLE']]);
        const upload = await fetch(`${service.address}/imports`, {
          method: 'POST',
          headers: { ...bearer(), 'content-type': 'text/csv', 'x-request-id': `full-upload-${state}` },
          body: 'username\nbob\n',
        });
        expect(upload.status).toBe(503);
        expect(upload.headers.get('retry-after')).toBe('1');
        expect(await upload.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
        const { client_id: clientId, client_secret: clientSecret } = service.client;
        const issuing = await clientRequest(
          `${service.address}/oidc/token`,
          { clientId, clientSecret },
          { grant_type: 'client_credentials', scope: 'admin' },
        );
        expect(issuing.status).toBe(503);
        const { request_id: requestId } = (await issuing.json()) as { request_id: string };
        await sleep(50);
        const lines = linesOf(service);
        for (const id of [`full-mutation-${state}`, `full-upload-${state}`, requestId])
          expect(lines.filter((line) => line.requestId === id)).toMatchObject([{ level: 40, err: { code: state } }]);
      });
      expect(service.log()).not.toContain('marked secret');
    },
  );
});

test('it works again', async () => {
  await ok(create('afterwards'));
});
