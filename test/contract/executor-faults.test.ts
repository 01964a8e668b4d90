/**
 * An operation that fails is answered and logged the same at its first execution, which is interpreted, and at later ones, which are
 * compiled: the same bytes, the same lines. The faults are real: tables renamed, constraints removed, errors raised by the server itself.
 */
import * as graphql from '../support/graphql';
import { until } from '../support/jobs';
import { as, post, sql, type Answer } from '../support/graphql';
import { startService, type Service } from '../support/service';

let service: Service;
let tokens: Record<'machine' | 'helpdesk' | 'user', string>;
let ids: { alice: string; root: string };

beforeAll(async () => {
  service = await startService();
  const machine = await graphql.adminToken(service);
  const admin = as(service, machine);
  const web = await graphql.webApplication(service, admin);
  const signedIn = async (name: string, scope: string, ...roles: string[]) => {
    const { id } = await graphql.createPerson(admin, name, ...roles);
    return { id, token: (await graphql.tokensOf(web, name, scope)).access_token };
  };
  const root = await signedIn('root', 'openid admin', 'ADMIN');
  const helpdesk = await signedIn('helpdesk', 'openid admin', 'HELPDESK');
  const alice = await signedIn('alice', 'openid self');
  tokens = { machine, helpdesk: helpdesk.token, user: alice.token };
  ids = { alice: alice.id, root: root.id };
  await sql(
    service.databaseUrl,
    `create function raise_now(state text) returns boolean language plpgsql as $$ begin
       raise exception 'could not extend file' using errcode = state; end $$`,
  );
});
afterAll(() => service?.stop());

const run = (...statements: string[]) =>
  statements.reduce<Promise<unknown>>(
    (before, text) => before.then(() => sql(service.databaseUrl, text)),
    Promise.resolve(),
  );

interface Line {
  level: number;
  requestId?: string;
  err?: Record<string, unknown>;
}
/** What was logged of one request, without what differs by its nature: the time, the stack and the id itself. */
const loggedOf = (requestId: string): Record<string, unknown>[] =>
  service
    .log()
    .split('\n')
    .filter((line) => line.includes(`"${requestId}"`))
    .map((line) => {
      const { time: _, requestId: __, err, ...rest } = JSON.parse(line) as Line & { time: number };
      const { stack: ___, ...facts } = err ?? {};
      return { ...rest, ...(err ? { err: facts } : {}) };
    });

let asked = 0;
const ask = async (
  who: keyof typeof tokens | 'nobody',
  query: string,
  variables?: Record<string, unknown>,
): Promise<Answer & { requestId: string; logged: Record<string, unknown>[] }> => {
  const requestId = `executors-${(asked += 1)}-end`;
  const answer = await post(service, JSON.stringify({ query, variables }), {
    'x-request-id': requestId,
    ...(who === 'nobody' ? {} : { authorization: `Bearer ${tokens[who]}` }),
  });
  // Lines are written a moment after the answer. A fault has one; that nothing else has any can only be seen for a while.
  if (/INTERNAL_SERVER_ERROR|UNAVAILABLE/.test(answer.text)) await until(() => loggedOf(requestId).length > 0);
  else await new Promise((resolve) => setTimeout(resolve, 40));
  return { ...answer, requestId, logged: loggedOf(requestId) };
};

/** Asks the same text four times, and expects the same of each. */
const sameEachTime = async (...call: Parameters<typeof ask>) => {
  const [first, ...later] = [await ask(...call), await ask(...call), await ask(...call), await ask(...call)];
  const plain = (answer: Awaited<ReturnType<typeof ask>>) => answer.text.replaceAll(answer.requestId, 'ID');
  for (const answer of later) {
    expect([answer.status, plain(answer)]).toEqual([first!.status, plain(first!)]);
    expect(answer.logged).toEqual(first!.logged);
  }
  return first!;
};

/** What is read where these tables are, whose every reading fails with this state. */
const TABLES = ['authenticators', 'mails'];
const failing = async (state: string, work: () => Promise<void>) => {
  for (const table of TABLES)
    await run(
      `alter table ${table} rename to ${table}_kept`,
      `create function ${table}_raising() returns setof ${table}_kept language plpgsql as $$ begin perform raise_now('${state}'); end $$`,
      `create view ${table} as select * from ${table}_raising()`,
    );
  try {
    await work();
  } finally {
    for (const table of TABLES)
      await run(
        `drop view ${table}`,
        `drop function ${table}_raising()`,
        `alter table ${table}_kept rename to ${table}`,
      );
  }
};

const NESTED = 'authenticators { id }';
const ROOT = 'mails(first: 1) { nodes { id } }';
const reading: [name: string, text: string, variables?: () => Record<string, unknown>][] = [
  ['a root field', `{ ${ROOT} }`],
  ['a root field beside others', `{ viewer { kind } roles { name } ${ROOT} }`],
  ['below a list, up to the root', `{ users { nodes { username ${NESTED} } } }`],
  [
    'below several fields that may be null, one error each in the order of the document',
    `query ($a: ID!, $b: ID!) { z: user(by: {id: $a}) { username ${NESTED} } viewer { kind } a: user(by: {id: $b}) { ${NESTED} } }`,
    () => ({ a: ids.alice, b: ids.root }),
  ],
  [
    'below the items of a list, which may be null',
    `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on User { username ${NESTED} } } }`,
    () => ({ ids: [ids.alice, 'none', ids.root] }),
  ],
  [
    'twice below one field that may be null: one error',
    `query ($a: ID!) { user(by: {id: $a}) { a: authenticators { id } sessions { totalCount } b: authenticators { name } } }`,
    () => ({ a: ids.alice }),
  ],
  [
    'in fragments',
    `query ($a: ID!) { b: user(by: {id: $a}) { ...f } a: user(by: {id: $a}) { ... on User { ...f } } } fragment f on User { id ${NESTED} }`,
    () => ({ a: ids.alice }),
  ],
];

describe.each([
  ['42P01', 'INTERNAL_SERVER_ERROR'],
  ['53100', 'UNAVAILABLE'],
  ['57P01', 'UNAVAILABLE'],
])('a fault %s while rows are read', (state, code) => {
  test.each(reading.map(([name, text, variables]) => [name, text, variables] as const))(
    '%s',
    async (name, text, variables) => {
      await failing(state, async () => {
        const { errors, logged, requestId } = await sameEachTime(
          'machine',
          `# ${state} ${name}\n${text}`,
          variables?.(),
        );
        expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
        for (const { extensions } of errors)
          if (code === 'INTERNAL_SERVER_ERROR') expect(extensions).toEqual({ code, requestId });
        const paths = errors.map(({ path }) => path!.join('.'));
        expect(paths).toEqual([...new Set(paths)]);
        expect(logged.map(({ level }) => level)).toEqual([code === 'UNAVAILABLE' ? 40 : 50]);
      });
    },
  );
});

test('one of two errors below an object that becomes null is told, and those of other objects are told too', async () => {
  await failing('42P01', async () => {
    const { errors, data } = await sameEachTime(
      'machine',
      `query ($a: ID!) { z: user(by: {id: $a}) { a: ${NESTED} b: ${NESTED} } user(by: {id: $a}) { ${NESTED} } }`,
      { a: ids.alice },
    );
    expect(data).toEqual({ z: null, user: null });
    expect(errors.map(({ path }) => path)).toEqual([
      ['z', 'a'],
      ['user', 'authenticators'],
    ]);
  });
});

test('denials within, beside values', async () => {
  const { errors } = await sameEachTime(
    'helpdesk',
    `query ($a: ID!, $b: ID!) { a: user(by: {id: $a}) { username consents { totalCount } tokens { totalCount } } roles { name } b: user(by: {id: $b}) { consents { totalCount } } }`,
    { a: ids.root, b: ids.alice },
  );
  expect(errors.length).toBeGreaterThan(0);
});

test('a denial and a fault in one operation', async () => {
  await failing('42P01', async () => {
    const { errors } = await sameEachTime(
      'helpdesk',
      `query ($a: ID!) { a: user(by: {id: $a}) { roles { name } } events { totalCount } b: user(by: {id: $a}) { authenticators { id } } }`,
      { a: ids.alice },
    );
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(expect.arrayContaining(['FORBIDDEN']));
  });
});

test('a value that its type does not have, and a null that must not be', async () => {
  await run(
    'alter table users drop constraint if exists users_source_check',
    'alter table users alter username drop not null',
  );
  await run(`update users set source = 'ELSEWHERE' where username = 'alice'`);
  const enumeration = await sameEachTime('machine', 'query ($a: ID!) { user(by: {id: $a}) { id source } }', {
    a: ids.alice,
  });
  expect(graphql.codes(enumeration)).toEqual(['INTERNAL_SERVER_ERROR']);
  expect(enumeration.logged).toHaveLength(1);
  await run(`update users set source = 'LOCAL', username = null where source = 'ELSEWHERE'`);
  const missing = await sameEachTime('machine', 'query ($a: ID!) { user(by: {id: $a}) { id username } }', {
    a: ids.alice,
  });
  expect(graphql.codes(missing)).toEqual(['INTERNAL_SERVER_ERROR']);
  expect(missing.logged).toHaveLength(1);
  await run(`update users set username = 'alice' where username is null`);
});

describe('mutations', () => {
  const raising = async (state: string, work: () => Promise<void>) => {
    await run(
      `create function refuse_user() returns trigger language plpgsql as $$ begin
         if new.name = 'broken' then perform raise_now('${state}'); end if; return new; end $$`,
      'create trigger refuse_user before update on users for each row execute function refuse_user()',
    );
    try {
      await work();
    } finally {
      await run('drop function refuse_user() cascade');
    }
  };
  const name = (alias: string, value: string) =>
    `${alias}: updateUser(input: {userId: $u, name: "${value}"}) { user { name } errors { code } }`;

  test.each([
    ['XX000', 'INTERNAL_SERVER_ERROR'],
    ['53100', 'UNAVAILABLE'],
    ['40001', 'UNAVAILABLE'],
  ])('a fault %s, alone', async (state, code) => {
    await raising(state, async () => {
      const answer = await sameEachTime('machine', `mutation ($u: ID!) { # ${state}\n ${name('a', 'broken')} }`, {
        u: ids.alice,
      });
      expect(graphql.codes(answer)).toEqual([code]);
      expect(answer.data).toBeNull();
      expect(answer.logged).toHaveLength(1);
    });
  });

  test('after a field that failed, no further one is carried out', async () => {
    await raising('XX000', async () => {
      const query = `mutation ($u: ID!) { ${name('a', 'before')} ${name('b', 'broken')} ${name('c', 'after')} }`;
      const answer = await sameEachTime('machine', query, { u: ids.alice });
      expect(answer.errors.map(({ path }) => path)).toEqual([['b']]);
      const [row] = await sql<{ name: string }>(service.databaseUrl, `select name from users where username = 'alice'`);
      expect(row).toEqual({ name: 'before' });
    });
  });
});

test('a variable with a default that is given as null where no null may be', async () => {
  for (const query of [
    'query ($u: ID = "x") { device(id: $u) { id } }',
    'mutation ($u: ID = "x") { disableUser(input: {userId: $u}) { errors { code } } }',
    'query ($u: Boolean = true) { viewer { kind @include(if: $u) } }',
  ]) {
    const answer = await sameEachTime('machine', query, { u: null });
    expect(new Set(graphql.codes(answer))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(answer.logged).toEqual([]);
  }
});

test('a default that is a time', async () => {
  const query = 'query ($d: DateTime = "2020-01-01T00:00:00Z") { users(filter: {createdFrom: $d}) { totalCount } }';
  expect((await sameEachTime('machine', query)).errors).toEqual([]);
});
