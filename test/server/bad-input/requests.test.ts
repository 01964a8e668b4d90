/** Requests to /graphql that are malformed, too large, forged or badly authenticated: 4xx with a code, at once, and nothing executed. */
import { request as httpRequest } from 'node:http';
import { adminToken, as, codes, post, rowCounts, sql, type Answer, type Ask } from '../../support/graphql';
import { startService, type Service } from '../../support/service';

let service: Service;
let token: string;
let admin: Ask;
let bearer: Record<string, string>;

beforeAll(async () => {
  service = await startService();
  token = await adminToken(service);
  admin = as(service, token);
  bearer = { authorization: `Bearer ${token}` };
});
afterAll(() => service.stop());

const refused = (answer: Answer, status = 400, code = 'BAD_USER_INPUT') => {
  expect({ status: answer.status, codes: [...new Set(codes(answer))], data: answer.data ?? null }).toEqual({
    status,
    codes: [code],
    data: null,
  });
};
const get = async (search: string, headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await fetch(`${service.url}/graphql${search}`, { headers });
  const text = await response.text();
  const json = JSON.parse(text) as Pick<Answer, 'data' | 'errors'>;
  return { status: response.status, text, data: json.data, errors: json.errors ?? [] };
};

const WRITE = `mutation { createUser(input: {username: "forged"}) { user { id } errors { code } } }`;
const users = () => sql<{ username: string }>(service.databaseUrl, 'select username from users');
const expectUnchanged = async () => expect((await users()).map(({ username }) => username)).toEqual(['admin']);

describe('the form of a request', () => {
  const bodies: [string, string, number][] = [
    ['no body', '', 400],
    ['not JSON', '{query', 400],
    ['JSON that is no object', '"query"', 400],
    ['null', 'null', 400],
    ['a number', '7', 400],
    ['an empty object', '{}', 400],
    ['a batch', JSON.stringify([{ query: '{ viewer { kind } }' }, { query: '{ viewer { kind } }' }]), 400],
    ['a query that is no text', '{"query": 7}', 400],
    ['variables that are no object', '{"query": "{ __typename }", "variables": "x"}', 400],
    ['variables that are a list', '{"query": "{ __typename }", "variables": [1]}', 400],
    ['an operation name that is no text', '{"query": "{ __typename }", "operationName": 7}', 400],
    ['extensions that are no object', '{"query": "{ __typename }", "extensions": "x"}', 400],
    ['no operation', '{"query": "fragment f on Query { viewer { kind } }"}', 400],
    ['two operations and no name', '{"query": "query a { __typename } query b { __typename }"}', 400],
    ['an unknown operation name', '{"query": "query a { __typename }", "operationName": "c"}', 400],
    ['a syntax error', '{"query": "{ viewer {"}', 400],
    ['an unknown field', '{"query": "{ nothing }"}', 400],
    ['a missing variable', '{"query": "query ($id: ID!) { user(by: {id: $id}) { id } }"}', 400],
    [
      'a variable that is null',
      '{"query": "query ($id: ID!) { device(id: $id) { id } }", "variables": {"id": null}}',
      400,
    ],
    ['a wrong enum', '{"query": "{ users(filter: {status: [SOMETIMES]}) { totalCount } }"}', 400],
    [
      'a wrong enum in a variable',
      '{"query": "query ($s: [UserStatus!]) { users(filter: {status: $s}) { totalCount } }", "variables": {"s": ["sometimes"]}}',
      400,
    ],
    [
      'an unknown input field',
      `{"query": "mutation { createUser(input: {username: \\"forged\\", admin: true}) { errors { code } } }"}`,
      400,
    ],
    [
      'an unknown input field in a variable',
      '{"query": "mutation ($i: CreateUserInput!) { createUser(input: $i) { errors { code } } }", "variables": {"i": {"username": "forged", "__proto__": {"a": 1}}}}',
      400,
    ],
    ['a huge integer', '{"query": "{ users(first: 99999999999) { totalCount } }"}', 400],
    [
      'a huge number',
      '{"query": "query ($n: Int) { users(first: $n) { totalCount } }", "variables": {"n": 1e400}}',
      400,
    ],
    ['a fraction', '{"query": "query ($n: Int) { users(first: $n) { totalCount } }", "variables": {"n": 1.5}}', 400],
    ['a wrong time', '{"query": "{ users(filter: {createdFrom: \\"yesterday\\"}) { totalCount } }"}', 400],
    [
      'attributes that are a list',
      '{"query": "mutation ($a: JSONObject) { createUser(input: {username: \\"forged\\", attributes: $a}) { errors { code } } }", "variables": {"a": []}}',
      400,
    ],
    [
      'an invalid e-mail address',
      '{"query": "mutation ($e: EmailAddress) { createUser(input: {username: \\"forged\\", email: $e}) { errors { code } } }", "variables": {"e": "nobody"}}',
      400,
    ],
    [
      'nesting without end',
      `{"query": "{ __typename }", "variables": {"a": ${'['.repeat(40_000)}${']'.repeat(40_000)}}}`,
      400,
    ],
    ['a document of more than 100 KB', JSON.stringify({ query: `{ __typename } #${'x'.repeat(110_000)}` }), 413],
    ['a body of more than 512 KB', JSON.stringify({ query: '{ __typename }', padding: 'x'.repeat(540_000) }), 413],
  ];
  test('a body of more than 100 KB of somebody who is not signed in', async () => {
    const body = JSON.stringify({ query: '{ __typename }', padding: 'x'.repeat(110_000) });
    refused(await post(service, body), 413);
    expect((await post(service, body, bearer)).status).toBe(200);
  });
  test.each(bodies)('%s', async (_name, body, status) => {
    const answer = await post(service, body, bearer);
    expect(answer.status).toBe(status);
    expect(new Set(codes(answer))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(answer.data ?? null).toBeNull();
  });

  test('a content encoding, a wrong content type and a wrong method', async () => {
    const body = JSON.stringify({ query: WRITE });
    for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip'])
      refused(await post(service, body, { ...bearer, 'content-encoding': encoding }), 415);
    for (const type of ['application/xml', 'text/html', 'application/jsonx', 'application/graphql'])
      refused(await post(service, body, { ...bearer, 'content-type': type }), 400);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACEX']) {
      const response = await fetch(`${service.url}/graphql`, { method, headers: bearer }).catch(() => ({
        status: 400,
      }));
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }
    await expectUnchanged();
  });

  test('GET runs no mutation', async () => {
    const search = `?query=${encodeURIComponent(WRITE)}`;
    refused(await get(search, bearer), 405);
    refused(await get(search, { ...bearer, 'apollo-require-preflight': 'true' }), 405);
    await expectUnchanged();
  });
});

describe('requests that a page of another site can send', () => {
  const json = JSON.stringify({ query: WRITE });
  const forms: [string, string][] = [
    ['text/plain', json],
    ['text/plain; charset=utf-8', json],
    ['text/plain;application/json', json],
    ['application/x-www-form-urlencoded', `query=${encodeURIComponent(WRITE)}`],
    ['application/x-www-form-urlencoded', json],
    [
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${json}\r\n--x--\r\n`,
    ],
    [
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="query"\r\n\r\n${WRITE}\r\n--x--\r\n`,
    ],
    ['', json],
  ];
  test.each(forms)('POST of %s is not executed, not even with a token', async (type, body) => {
    refused(await post(service, body, { ...bearer, 'content-type': type, origin: 'https://evil.example' }));
    refused(await post(service, body, { 'content-type': type }));
    await expectUnchanged();
  });

  test('GET without a header that needs a preflight is not executed', async () => {
    refused(await get(`?query=${encodeURIComponent('{ __typename }')}`));
    refused(await get(`?query=${encodeURIComponent('{ viewer { kind } }')}`, { 'content-type': 'text/plain' }));
    refused(await get(`?query=${encodeURIComponent(WRITE)}`));
    await expectUnchanged();
  });

  test('a page of another origin may not read an answer', async () => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the Authorization header', () => {
  const values: [string, string][] = [
    ['Basic', 'Basic YWRtaW46YWRtaW4='],
    ['a scheme without a token', 'Bearer'],
    ['a scheme and a space', 'Bearer '],
    ['a token without a scheme', 'TOKEN'],
    ['two tokens', 'Bearer TOKEN TOKEN'],
    ['two tokens with a comma', 'Bearer TOKEN, Bearer TOKEN'],
    ['an unknown token', 'Bearer nothing'],
    ['a token with something behind it', 'Bearer TOKENx'],
    ['10 KB', `Bearer ${'x'.repeat(10_240)}`],
    ['DPoP', 'DPoP TOKEN'],
  ];
  test.each(values)('%s is UNAUTHENTICATED, never anonymous', async (_name, value) => {
    const headers = { authorization: value.replaceAll('TOKEN', token) };
    refused(await post(service, JSON.stringify({ query: '{ viewer { kind } }' }), headers), 401, 'UNAUTHENTICATED');
    refused(await get('?query=%7B__typename%7D', headers), 401, 'UNAUTHENTICATED');
  });

  const raw = (authorization: string | string[]) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const body = JSON.stringify({ query: '{ viewer { kind } }' });
      const sent = httpRequest(
        `${service.url}/graphql`,
        { method: 'POST', headers: { authorization, 'content-type': 'application/json' } as never },
        (response) => {
          let text = '';
          response.on('data', (chunk) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode!, text }));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  test('an empty header, and two headers, are UNAUTHENTICATED too', async () => {
    for (const value of ['', [`Bearer ${token}`, 'Bearer nothing'], [`Bearer ${token}`, `Bearer ${token}`]]) {
      const { status, text } = await raw(value);
      expect(status).toBe(401);
      expect(text).toContain('UNAUTHENTICATED');
    }
    expect((await raw(`bearer ${token}`)).text).toContain('SERVICE');
  });

  test('without the header the caller is anonymous', async () => {
    const { data, status } = await as(service)('{ viewer { kind } }');
    expect({ data, status }).toEqual({ data: { viewer: null }, status: 200 });
  });
});

describe('operations that cost too much', () => {
  const doubling = () => {
    let text = 'query { ...f0 } ';
    for (let i = 0; i < 30; i += 1) text += `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} } `;
    return `${text} fragment f30 on Query { viewer { kind } }`;
  };
  const nested = (depth: number) => {
    const opening = '{ user { sessions { nodes '.repeat(depth / 3);
    return `{ viewer { user { sessions { nodes ${opening} { id } ${'} } }'.repeat(depth / 3)} } } } }`;
  };
  const bombs: [string, string][] = [
    ['fragments that double', doubling()],
    ['a fragment in itself', 'query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }'],
    ['10,000 repeated fields', `{ ${'viewer { kind } '.repeat(10_000)} }`],
    ['900 repeated fields', `{ ${'viewer { kind } '.repeat(900)} }`.replaceAll('kind', 'kind scopes')],
    ['1,000 aliases', `{ ${Array.from({ length: 1_000 }, (_, i) => `a${i}: __typename `).join('')} }`],
    ['1,000 directives', `{ viewer ${'@include(if: true) '.repeat(1_000)} { kind } }`],
    ['1,000 unknown directives', `{ viewer ${'@a '.repeat(1_000)} { kind } }`],
    ['200 directives on fields', `{ viewer { ${'kind @include(if: true) '.repeat(200)} } }`],
    ['a depth of 2,000', nested(2_000)],
    ['a depth of 60', nested(60)],
    [
      'introspection in introspection',
      `{ __schema { types { ${'fields { type { '.repeat(5)} name ${'} } '.repeat(5)} } } }`,
    ],
    ['a list of 30,000 brackets', `{ device(id: ${'['.repeat(30_000)}${']'.repeat(30_000)}) { id } }`],
    ['a literal of 5 MB', `{ user(by: {username: "${'x'.repeat(5_000_000)}"}) { id } }`],
    [
      'full pages in full pages',
      '{ users(first: 100) { nodes { sessions(first: 100) { nodes { tokens(first: 100) { nodes { id } } } } } } }',
    ],
    [
      'full pages in full pages by a default of a variable',
      'query ($n: Int = 100) { users(first: $n) { nodes { sessions(first: $n) { nodes { tokens(first: $n) { nodes { id } } } } } } }',
    ],
    [
      'full pages in full pages through fragments',
      '{ users(first: 100) { ...u } } fragment u on UserConnection { nodes { ...s } } fragment s on User { sessions(first: 100) { edges { node { tokens(first: 100) { edges { node { id } } } } } } }',
    ],
  ];
  test.each(bombs)('%s is refused in less than 250 ms', async (_name, query) => {
    const body = JSON.stringify({ query });
    const start = performance.now();
    const answer = await post(service, body, bearer);
    const took = performance.now() - start;
    expect([400, 413]).toContain(answer.status);
    expect(codes(answer)[0]).toBe('BAD_USER_INPUT');
    expect(took).toBeLessThan(250);
  });

  test('a healthy client is answered meanwhile', async () => {
    const storm = Promise.all(bombs.flatMap(([, query]) => [post(service, JSON.stringify({ query }), bearer)]));
    expect((await admin('{ viewer { kind } }')).status).toBe(200);
    await storm;
  });

  test('one credential at a time: a second introspectToken in an operation is refused, by whatever way', async () => {
    const { authorization: _, ...none } = bearer;
    expect(none).toEqual({});
    const one = `introspectToken(input: {token: "a"}) { active }`;
    for (const query of [
      `mutation { a: ${one} b: ${one} }`,
      `mutation { ...f ...g } fragment f on Mutation { a: ${one} } fragment g on Mutation { b: ${one} }`,
      `mutation { ...f a: ${one} } fragment f on Mutation { ... { b: ${one} } }`,
      `mutation { ...f ...f ${one} } fragment f on Mutation { ${one} }`,
    ])
      refused(await admin(query));
    expect((await admin(`mutation { ${one} }`)).data).toEqual({ introspectToken: { active: false } });
  });
});

describe('what errors give away', () => {
  test('no suggestions, and no names of the schema that the caller did not send', async () => {
    for (const query of [
      '{ user { id } }',
      '{ usrs { totalCount } }',
      '{ viewer { knd } }',
      '{ users(frst: 1) { totalCount } }',
      '{ users { nodes } }',
      '{ users(filter: {statu: ACTIVE}) { totalCount } }',
      '{ users(filter: {status: ACTIV}) { totalCount } }',
      'mutation { createUsr(input: {}) { errors { code } } }',
      'mutation { createUser(input: {}) { errors { code } } }',
      'mutation { createUser { errors { code } } }',
      'query ($a: Usr) { viewer { kind } }',
      '{ node(id: "x") { ... on Usr { id } } }',
    ]) {
      for (const ask of [as(service), admin]) {
        const answer = await ask(query);
        refused(answer);
        expect(answer.text).not.toMatch(/did you mean|stacktrace|node_modules/i);
      }
    }
    const variables = { s: ['ACTIV'], i: { usernam: 'x' } };
    const answer = await admin(
      'query ($s: [UserStatus!], $i: UserBy!) { user(by: $i) { id } users(filter: {status: $s}) { totalCount } }',
      variables,
    );
    refused(answer);
    expect(answer.text).not.toMatch(/did you mean/i);
  });

  test('where introspection is for staff, others learn nothing by it', async () => {
    const strict = await startService({ env: { GRAPHQL_INTROSPECTION: 'staff' } });
    try {
      for (const query of ['{ __schema { types { name } } }', '{ __type(name: "User") { fields { name } } }'])
        refused(await as(strict)(query));
      expect((await as(strict)('{ __typename }')).status).toBe(200);
      const staff = as(strict, await adminToken(strict));
      expect((await staff('{ __schema { types { name } } }')).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });

  test('nothing of all this has left anything behind, or failed within', async () => {
    expect(service.log()).not.toMatch(/"level":(50|60)/);
    await expectUnchanged();
    expect(await rowCounts(service.databaseUrl)).toMatchObject({ users: 1, idempotency_keys: 0, revocations: 0 });
  });
});
