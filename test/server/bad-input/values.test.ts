/** Values that are wrong or hostile, in every input: a typed refusal each, never a fault, and nothing half-done. */
import { getNamedType, isListType, isNonNullType, type GraphQLInputObjectType } from 'graphql';
import { buildSchema } from '../../support/schema';
import * as graphql from '../../support/graphql';
import { as, codes, ok, post, rowCounts, sql, type Ask } from '../../support/graphql';
import { startService, type Service } from '../../support/service';

const schema = buildSchema();
const mutations = Object.values(schema.getMutationType()!.getFields());
const queries = Object.values(schema.getQueryType()!.getFields());

let service: Service;
let admin: Ask;
let bearer: Record<string, string>;
let person: graphql.Person;
let owner: Ask;
let web: graphql.Registered;

/** What is only for people, about their own. */
const OWNERS = [
  'removeMyDevice',
  'updateMyDevice',
  'createDeviceChallenge',
  'enrollMobileAuthentication',
  'enrollPushAuthentication',
  'answerAuthentication',
  ...['enrollTotp', 'confirmTotp', 'enrollPasskey', 'confirmPasskey', 'createRecoveryCodes', 'renameAuthenticator'],
  'changeMyPassword',
];
const callerOf = (mutation: string): Ask => (OWNERS.includes(mutation) ? owner : admin);

beforeAll(async () => {
  service = await startService();
  const token = await graphql.adminToken(service);
  bearer = { authorization: `Bearer ${token}` };
  admin = as(service, token);
  person = await graphql.createPerson(admin, 'alice');
  web = await graphql.webApplication(service, admin);
  owner = await graphql.signedIn(service, web, person.username, 'openid self account');
});
afterAll(() => service.stop());
afterEach(() => expect(service.log()).not.toMatch(/"level":(50|60)/));

/** Runs what must leave no trace. */
const withoutTrace = async (work: () => Promise<void>) => {
  const before = await rowCounts(service.databaseUrl);
  await work();
  expect(await rowCounts(service.databaseUrl)).toEqual(before);
};

const UNKNOWN = '01h455vb4pex5vsknk084sn02q';
const hostileIds = () => [
  '',
  ' ',
  'usr',
  'usr_',
  `usr_${UNKNOWN}`,
  `dev_${UNKNOWN}`,
  `ses_${UNKNOWN}`,
  `usr_8${UNKNOWN.slice(1)}`,
  `usr_${UNKNOWN}0`,
  person.id.toUpperCase(),
  ` ${person.id}`,
  '00000000-0000-0000-0000-000000000000',
  "' or 1=1 --",
  'a\0b',
  '\ud800',
  '__proto__',
  'constructor',
  `usr_${'x'.repeat(50_000)}`,
  '%',
  '🦑',
];

describe('ids that are unknown, malformed or of another type', () => {
  const single = queries.filter(({ args, type }) => args.some((a) => String(a.type) === 'ID!') && !isListType(type));
  test.each(single.map((field) => [field.name, field] as const))('%s answers null', async (name, field) => {
    for (const id of [...hostileIds(), web.applicationId, person.id]) {
      const mine = name === 'node' || (name === 'application' && id === web.applicationId);
      const { data, errors, status } = await admin(
        `query ($id: ID!) { ${name}(${field.args[0]!.name}: $id) { __typename } }`,
        { id },
      );
      expect({ id, errors, status }).toEqual({ id, errors: [], status: 200 });
      if (!mine || hostileIds().includes(id)) expect({ id, found: data[name] }).toEqual({ id, found: null });
    }
  });

  test('user and nodes', async () => {
    const { data } = await admin('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: hostileIds() });
    expect(new Set(data.nodes)).toEqual(new Set([null]));
    for (const id of hostileIds())
      for (const by of [{ id }, { username: id }, { email: id }])
        expect((await admin('query ($by: UserBy!) { user(by: $by) { id } }', { by })).data).toEqual({ user: null });
    for (const by of [{}, { id: null }, { id: person.id, username: 'alice' }])
      expect(codes(await admin('query ($by: UserBy!) { user(by: $by) { id } }', { by }))).toEqual(['BAD_USER_INPUT']);
    const ids = Array.from({ length: 101 }, () => person.id);
    expect(codes(await admin('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }))).toEqual(['BAD_USER_INPUT']);
  });

  const lists = queries.filter(({ args }) => args.some(({ name }) => name === 'filter'));
  test.each(lists.map((field) => [field.name, field] as const))('%s by such ids is empty', async (name, field) => {
    const type = getNamedType(field.args.find((a) => a.name === 'filter')!.type) as GraphQLInputObjectType;
    for (const filter of Object.values(type.getFields()).filter((f) => String(f.type) === 'ID'))
      for (const id of hostileIds()) {
        const { data, errors } = await admin(
          `query ($filter: ${type.name}) { ${name}(filter: $filter) { totalCount nodes { id } } }`,
          { filter: { [filter.name]: id } },
        );
        expect([filter.name, id, errors, data]).toEqual([
          filter.name,
          id,
          [],
          { [name]: { totalCount: 0, nodes: [] } },
        ]);
      }
  });

  /** The other required fields, such that the id alone is wrong. */
  const OTHERS: Record<string, unknown> = {
    ...{ password: graphql.PASSWORD, role: 'OPERATOR', confirmedUserIds: [], permissions: [] },
    ...{ challenge: 'x', publicKey: {}, signature: 'x', decision: 'DENY' },
    ...{ action: 'DISABLE', dueAt: '2099-01-01T00:00:00Z' },
    ...{ appVersion: '1.0', status: 'DISABLED' },
    ...{ scopes: ['self'], expiresAt: '2030-01-01T00:00:00Z' },
    ...{ code: '000000', name: 'x', response: {}, resourceScopes: [] },
  };
  const takingIds = mutations.flatMap((field) => {
    const input = getNamedType(field.args[0]!.type) as GraphQLInputObjectType;
    const fields = Object.values(input.getFields());
    const idFields = fields.filter((f) => String(f.type) === 'ID!').map((f) => f.name);
    return idFields.length > 0 ? [[field.name, input, idFields] as const] : [];
  });
  test.each(takingIds)('%s answers NOT_FOUND', async (name, input, idFields) => {
    await withoutTrace(async () => {
      for (const id of [...hostileIds(), `rol_${UNKNOWN}`]) {
        const required = Object.values(input.getFields()).filter((f) => isNonNullType(f.type));
        const values = Object.fromEntries(
          required.map((f) => [f.name, idFields.includes(f.name) ? id : OTHERS[f.name]]),
        );
        const { data, text } = await callerOf(name)(
          `mutation ($input: ${input.name}!) { ${name}(input: $input) { errors { code path } } }`,
          { input: { ...values, ...('idempotencyKey' in input.getFields() ? { idempotencyKey: 'a key' } : {}) } },
        );
        expect([id, text, data?.[name].errors[0]?.code]).toEqual([id, text, 'NOT_FOUND']);
      }
    });
  });
});

describe('pages and cursors', () => {
  const lists = queries.filter(({ args }) => args.some(({ name }) => name === 'after'));
  test.each(lists.map(({ name }) => name))(
    '%s refuses sizes out of range and cursors that are not its own',
    async (name) => {
      const refuses = async (args: string) => {
        const answer = await admin(`{ ${name}(${args}) { nodes { id } } }`);
        expect([args, codes(answer), answer.data ?? null]).toEqual([args, ['BAD_USER_INPUT'], null]);
      };
      for (const args of [
        'first: 101',
        'first: 0',
        'first: -1',
        'last: 101',
        'last: 0',
        'last: -2147483648',
        'first: 1, last: 1',
      ])
        await refuses(args);
      const orderType = getNamedType(
        queries.find((q) => q.name === name)!.args.find((a) => a.name === 'orderBy')!.type,
      ) as GraphQLInputObjectType;
      const fields = (
        getNamedType(orderType.getFields()['field']!.type) as unknown as { getValues(): { name: string }[] }
      ).getValues();
      const id = '01890a5d-ac96-774b-bcce-b302099a8057';
      const made = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
      for (const { name: field } of fields) {
        const own = `${name}:${field}:DESC`;
        const forged = [
          '',
          'nonsense',
          '%%%',
          'bnVsbA',
          'x'.repeat(50_000),
          made(own, 'not a uuid', id),
          made(own, id),
          made(own, id, 7),
          made(own, id, null),
          made(own, id, 'a\0b'),
          made(own, { toString: 1 }, id),
          made(`other:${field}:DESC`, id, id),
          made(`${name}:${field}:ASC`, id, id),
          made(`${name}:__proto__:DESC`, id, id),
          // Of a list by time, a key that is no time.
          ...(/AT$/.test(field) && !['CREATED_AT', 'OCCURRED_AT', 'REQUESTED_AT'].includes(field)
            ? [made(own, id, 'yesterday at noon or so'), made(own, id, '9999999-99-99'), made(own, id, '')]
            : []),
        ];
        for (const cursor of forged)
          for (const argument of ['after', 'before'])
            await refuses(`${argument}: ${JSON.stringify(cursor)}, orderBy: {field: ${field}, direction: DESC}`);
      }
    },
  );

  test('a cursor of another list, or of the other direction, is refused', async () => {
    const { users } = await ok(admin('{ users(first: 1) { pageInfo { endCursor } } }'));
    const cursor = users.pageInfo.endCursor as string;
    expect((await admin(`{ users(after: "${cursor}") { nodes { id } } }`)).errors).toEqual([]);
    for (const list of [
      `applications(after: "${cursor}")`,
      `sessions(after: "${cursor}")`,
      `users(after: "${cursor}", orderBy: {field: CREATED_AT, direction: ASC})`,
      `users(before: "${cursor}", orderBy: {field: USERNAME})`,
    ])
      expect(codes(await admin(`{ ${list} { nodes { id } } }`))).toEqual(['BAD_USER_INPUT']);
    expect(codes(await admin(`{ users { nodes { sessions(after: "${cursor}") { nodes { id } } } } }`))).toContain(
      'BAD_USER_INPUT',
    );
  });
});

const HOSTILE: [string, string][] = [
  ['NUL', 'a\0b'],
  ['half a surrogate pair', 'a\ud800b'],
  ['line breaks', 'a\nb\r\u2028c'],
  ['text from right to left', 'a\u202eb'],
  ['zero width', 'a\u200bb'],
  ['a prototype', '__proto__'],
  ['SQL', `'; drop table users; --`],
  ['wildcards', '%_\\%'],
  ['markup', '<script>alert(1)</script>'],
  ['90 KB', 'x'.repeat(90_000)],
  ['many code units', '👩‍👩‍👧‍👧'.repeat(2_000)],
  ['a long normal form', '\ufdfa'.repeat(149)],
];

describe('hostile text', () => {
  const create = (input: Record<string, unknown>) =>
    admin(
      `mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id username name path attributes } errors { code path } } }`,
      {
        input,
      },
    );
  /** INVALID_STATE: recovery codes of somebody without a second factor, and registration, which is off. */
  const KNOWN = ['INVALID_INPUT', 'INVALID_STATE', 'CONFLICT', 'NOT_FOUND'];
  // What anybody may ask is bounded, and asked here for each field.
  beforeEach(() => sql(service.databaseUrl, 'delete from throttles'));

  test.each(HOSTILE)('%s in any text of any mutation is refused or taken as it is', async (_name, text) => {
    for (const field of mutations) {
      const input = getNamedType(field.args[0]!.type) as GraphQLInputObjectType;
      const texts = Object.values(input.getFields()).filter((f) => ['String', 'String!'].includes(String(f.type)));
      for (const { name } of texts) {
        const others: Record<string, unknown> = {
          username: `user ${name}`,
          name: 'A name',
          kind: 'MACHINE',
          scopes: ['self'],
          expiresAt: '2030-01-01T00:00:00Z',
          token: 'x',
          password: graphql.PASSWORD,
          currentPassword: graphql.PASSWORD,
          newPassword: 'a wholly different secret',
          role: 'OPERATOR',
          email: 'somebody@example.com',
          permissions: [],
          resourceScopes: [],
          confirmedUserIds: [],
          publicKey: {},
          response: {},
          decision: 'DENY',
          provider: 'WEBHOOK',
          status: 'DISABLED',
          action: 'DISABLE',
          dueAt: '2099-01-01T00:00:00Z',
        };
        const required = Object.values(input.getFields()).filter((f) => isNonNullType(f.type) && f.name !== name);
        const values = Object.fromEntries(required.map((f) => [f.name, others[f.name] ?? `usr_${UNKNOWN}`]));
        const dryRun = 'dryRun' in input.getFields() ? { dryRun: true } : {};
        const answer = await callerOf(field.name)(
          `mutation ($input: ${input.name}!) { ${field.name}(input: $input) { errors { code path } } }`,
          {
            input: { ...values, [name]: text, ...dryRun },
          },
        );
        expect([field.name, name, answer.status, answer.errors]).toEqual([field.name, name, 200, []]);
        for (const { code } of answer.data[field.name].errors as { code: string }[]) expect(KNOWN).toContain(code);
      }
    }
  });

  const lists = queries.filter(({ args }) => args.some(({ name }) => name === 'filter'));
  test.each(HOSTILE)('%s in any text of any filter finds nothing or is refused', async (_name, text) => {
    for (const field of lists) {
      const type = getNamedType(field.args.find((a) => a.name === 'filter')!.type) as GraphQLInputObjectType;
      for (const filter of Object.values(type.getFields()).filter((f) => getNamedType(f.type).name === 'String')) {
        const value = isListType(filter.type) ? [text] : text;
        const answer = await admin(
          `query ($filter: ${type.name}) { ${field.name}(filter: $filter) { totalCount nodes { id } } }`,
          {
            filter: { [filter.name]: value },
          },
        );
        if (answer.errors.length > 0) expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
        else expect([filter.name, answer.data[field.name].nodes]).toEqual([filter.name, []]);
      }
    }
  });

  test('wildcards are matched literally', async () => {
    for (const username of ['100%', '100_', 'back\\slash', '1000'])
      expect((await create({ username })).data.createUser.errors).toEqual([]);
    const find = async (search: string) =>
      (
        await ok(admin(`query ($s: String) { users(filter: {search: $s}) { nodes { username } } }`, { s: search }))
      ).users.nodes.map(({ username }: { username: string }) => username);
    expect(await find('100%')).toEqual(['100%']);
    expect(await find('100_')).toEqual(['100_']);
    expect(await find('0_')).toEqual(['100_']);
    expect(await find('K\\S')).toEqual(['back\\slash']);
    expect(await find('%')).toEqual(['100%']);
  });

  test('usernames, names, paths, e-mail addresses and passwords that are not allowed', async () => {
    const wrong: [string, Record<string, unknown>][] = [
      ...['', ' a', 'a ', 'a\tb', 'a\u200eb', 'x'.repeat(151)].map((username): [string, object] => [
        'username',
        { username },
      ]),
      ...['/a', 'a/', 'a//b', '/', ' a', 'a\0', 'x'.repeat(501)].map((path): [string, object] => ['path', { path }]),
      ...['x'.repeat(201), ' a', 'a\u202eb'].map((name): [string, object] => ['name', { name }]),
      ...[
        'short',
        'aaaaaaaaaaaaaaa',
        'passwordpassword',
        'x'.repeat(257),
        'new usernew user',
        'abcabcabc\0abcabcabcdef',
      ].map((password): [string, object] => ['password', { password }]),
      ['type', { type: 'INTERNAL_SERVICE_ACCOUNT' }],
      ['reason', { reason: 'x'.repeat(501) }],
      ['idempotencyKey', { idempotencyKey: 'x'.repeat(201) }],
      ['attributes', { attributes: { text: 'a\0b' } }],
      ['attributes', { attributes: { 'a\0b': 1 } }],
      ['attributes', { attributes: { list: [{ text: '\ud800' }] } }],
      ['attributes', { attributes: { text: 'x'.repeat(33_000) } }],
      ['attributes', { attributes: JSON.parse(`{"a":${'['.repeat(60)}${']'.repeat(60)}}`) as object }],
    ] as [string, Record<string, unknown>][];
    await withoutTrace(async () => {
      for (const [field, input] of wrong) {
        const { data, text } = await create({ username: 'new user', ...input });
        expect([field, text, data?.createUser]).toEqual([
          field,
          text,
          { user: null, errors: [{ code: 'INVALID_INPUT', path: ['input', field] }] },
        ]);
      }
      const infinite = await post(
        service,
        `{"query": "mutation ($a: JSONObject) { createUser(input: {username: \\"new user\\", attributes: $a}) { errors { code path } } }", "variables": {"a": {"n": 1e400}}}`,
        bearer,
      ).then((answer) => answer.data.createUser.errors);
      expect(infinite).toEqual([{ code: 'INVALID_INPUT', path: ['input', 'attributes'] }]);
    });
  });

  test('attributes named like JavaScript’s own are kept as they are, and pollute nothing', async () => {
    const attributes = JSON.parse(
      '{"__proto__": {"admin": true}, "constructor": {"prototype": 1}, "toString": "x"}',
    ) as object;
    const body = {
      query:
        'mutation ($a: JSONObject) { createUser(input: {username: "proto", attributes: $a}) { user { attributes } errors { code } } }',
      variables: { a: attributes },
    };
    const answer = await post(service, JSON.stringify(body), bearer);
    expect(answer.text).toContain('"__proto__":{"admin":true}');
    expect((await admin('{ viewer { kind } }')).text).not.toContain('admin');
  });

  test('redirect URIs, identifiers and scopes that are not allowed', async () => {
    const uris = [
      'http://example.com/cb',
      'https://*.example.com/cb',
      'https://example.com/cb#x',
      'javascript:alert(1)',
      '/cb',
      'https://user:pass@example.com/',
      'data:text/html,x',
      'com.example:/cb',
      'https://example.com/\0',
      '',
      ' https://example.com/',
      `https://example.com/${'x'.repeat(2_001)}`,
    ];
    const wrong: [string, Record<string, unknown>][] = [
      ...uris.map((uri): [string, Record<string, unknown>] => ['redirectUris', { kind: 'WEB', redirectUris: [uri] }]),
      ['redirectUris', { kind: 'WEB', redirectUris: [] }],
      ['redirectUris', { kind: 'SPA' }],
      ['redirectUris', { kind: 'MACHINE', redirectUris: ['https://example.com/cb'] }],
      ['redirectUris', { kind: 'WEB', redirectUris: Array.from({ length: 51 }, (_, i) => `https://example.com/${i}`) }],
      [
        'postLogoutRedirectUris',
        { kind: 'WEB', redirectUris: ['https://example.com/cb'], postLogoutRedirectUris: ['http://example.com'] },
      ],
      ['identifier', { kind: 'RESOURCE_SERVER' }],
      ['identifier', { kind: 'RESOURCE_SERVER', identifier: 'nothing' }],
      ['identifier', { kind: 'RESOURCE_SERVER', identifier: 'https://api.example.com/#x' }],
      ['identifier', { kind: 'RESOURCE_SERVER', identifier: 'https://api.example.com/\ud800' }],
      ['identifier', { kind: 'MACHINE', identifier: 'https://api.example.com' }],
      ['scopes', { kind: 'MACHINE', scopes: ['users:everything'] }],
      ['scopes', { kind: 'MACHINE', scopes: ['a\0b'] }],
      ['scopes', { kind: 'RESOURCE_SERVER', identifier: 'https://api.example.com', scopes: ['a b'] }],
      ['consentLifetime', { kind: 'MACHINE', consentLifetime: 0 }],
      ['name', { kind: 'MACHINE', name: ' ' }],
      ['name', { kind: 'MACHINE', name: 'x'.repeat(101) }],
    ];
    await withoutTrace(async () => {
      for (const [field, input] of wrong) {
        const { data, text } = await admin(
          `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { application { id } clientSecret errors { code path } } }`,
          { input: { name: 'New', ...input } },
        );
        expect([input, text, data?.createApplication]).toEqual([
          input,
          text,
          { application: null, clientSecret: null, errors: [{ code: 'INVALID_INPUT', path: ['input', field] }] },
        ]);
      }
    });
  });
});

describe('the same name twice', () => {
  const create = (input: Record<string, unknown>) =>
    admin(`mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code path } } }`, {
      input,
    });

  test.each([
    ['username', ['Bob', 'BOB', 'bob', 'ｂｏｂ', 'ⓑⓞⓑ']],
    ['email', ['Carol@Example.org', 'carol@example.org', 'CAROL@EXAMPLE.ORG']],
  ])('%s: of many at once, whatever their case or width, one wins', async (field, names) => {
    const all = Array.from({ length: 20 }, (_, i) => names[i % names.length]!);
    const answers = await Promise.all(
      all.map((name, i) => create(field === 'username' ? { username: name } : { username: `carol${i}`, email: name })),
    );
    const payloads = answers.map(({ data }) => data.createUser);
    expect(payloads.filter(({ user }) => user)).toHaveLength(1);
    for (const { user, errors } of payloads)
      if (!user) expect(errors).toEqual([{ code: 'CONFLICT', path: ['input', field] }]);
    const pattern = field === 'username' ? 'bob' : 'carol%';
    const rows = await sql(service.databaseUrl, 'select from users where username_key like $1', [pattern]);
    expect(rows).toHaveLength(1);
  });

  test('a change to a name that somebody has is a conflict, and changes nothing', async () => {
    const dave = await graphql.createPerson(admin, 'dave');
    const update = (input: Record<string, unknown>) =>
      admin(`mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } errors { code path } } }`, {
        input: { userId: dave.id, name: 'Changed', ...input },
      });
    await withoutTrace(async () => {
      for (const [field, value] of [
        ['username', 'ALICE'],
        ['email', 'Alice@example.com'],
      ])
        expect((await update({ [field!]: value })).data.updateUser).toEqual({
          user: null,
          errors: [{ code: 'CONFLICT', path: ['input', field] }],
        });
      expect((await update({ username: null })).data.updateUser.errors).toEqual([
        { code: 'INVALID_INPUT', path: ['input', 'username'] },
      ]);
    });
    const [row] = await sql<{ name: string }>(service.databaseUrl, 'select name from users where username = $1', [
      'dave',
    ]);
    expect(row!.name).toBe('dave Example');
  });

  test('a version that is no more, and an idempotency key with another input', async () => {
    const run = (input: Record<string, unknown>) =>
      admin(
        `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { version } errors { code __typename ... on VersionConflict { current } } } }`,
        { input: { userId: person.id, ...input } },
      ).then(({ data }) => data.updateUser);
    await withoutTrace(async () => {
      for (const ifVersion of [0, -1, 2, 2_147_483_647])
        expect(await run({ name: 'x', ifVersion })).toEqual({
          user: null,
          errors: [{ code: 'VERSION_CONFLICT', __typename: 'VersionConflict', current: 1 }],
        });
    });
    expect((await run({ name: 'First', idempotencyKey: 'k' })).errors).toEqual([]);
    for (const input of [{ name: 'Second' }, { name: null }, {}, { name: 'First', path: 'a' }])
      expect((await run({ ...input, idempotencyKey: 'k' })).errors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
    expect((await run({ name: 'First', idempotencyKey: 'k' })).user).toEqual({ version: 2 });
  });
});
