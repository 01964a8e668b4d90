/**
 * The path beside Apollo answers as Apollo does. Two endpoints on equal databases get the same requests, one of them without the path; the
 * answers, and everything else that the requests leave behind, must be equal byte by byte.
 */
import { KnownPath } from '../../../src/server/known-path';
import { allDocuments, variablesOf } from '../../support/all-operations';
import * as graphql from '../../support/graphql';
import { buildHousehold } from '../../support/household';
import {
  noteSpans,
  type Observed,
  type ObservedEndpoint,
  type Sent,
  startObservedEndpoint,
} from '../../support/observed-endpoint';
import { call, type Ids, mutations, queries } from '../../support/root-fields';
import { startService } from '../../support/service';
import { createTestDatabase } from '../../support/test-database';
import { undoes } from '../../support/undo';

type Caller = 'machine' | 'helpdesk' | 'person' | 'nobody' | 'dead';
const undo = undoes(afterAll);
let tokens: Record<Caller, string | null>;
let ids: Ids;
let apollo: ObservedEndpoint;
let tested: ObservedEndpoint;
let directly = 0;

beforeAll(async () => {
  noteSpans();
  const database = await createTestDatabase();
  undo.push(() => database.drop());
  const service = await startService({ env: { DATABASE_URL: database.url }, alone: true });
  undo.push(() => service.stop());
  const machine = await graphql.adminToken(service);
  const admin = graphql.as(service, machine);
  const home = await buildHousehold({ ...service, databaseUrl: database.url }, admin);
  const { web } = home.applications;
  await graphql.createPerson(admin, 'helen', 'HELPDESK');
  const helpdesk = await graphql.tokensOf(web, 'helen', 'openid self account');
  const { web: place, other } = home.places;
  await graphql.ok(
    admin(`mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { ${graphql.ERRORS} } }`, {
      input: { sessionId: other.sessionId },
    }),
  );
  tokens = {
    machine,
    helpdesk: helpdesk.access_token,
    person: place.tokens.access_token,
    nobody: null,
    dead: other.tokens.access_token,
  };
  ids = {
    id: home.bob.id,
    userId: home.bob.id,
    sessionId: home.places.bobWeb.sessionId,
    tokenId: home.apiTokens.bob.id,
    deviceId: home.devices.phone.id,
    applicationId: web.applicationId,
  };
  await service.stop();
  const twin = await createTestDatabase({ from: database.url });
  undo.push(() => twin.drop());
  apollo = await startObservedEndpoint(database.url, service.url, { withoutKnownPathForComparison: true });
  undo.push(() => apollo.stop());
  tested = await startObservedEndpoint(twin.url, service.url, {});
  undo.push(() => tested.stop());
  const answer = KnownPath.prototype.answer;
  jest.spyOn(KnownPath.prototype, 'answer').mockImplementation(async function (this: KnownPath, ...given) {
    const answered = await answer.apply(this, given);
    if (answered) directly += 1;
    return answered;
  });
});

const sentBy = (caller: Caller, body: unknown, headers: Record<string, string> = {}): Sent => ({
  headers: {
    'content-type': 'application/json',
    ...(tokens[caller] === null ? {} : { authorization: `Bearer ${tokens[caller]}` }),
    ...headers,
  },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Both answers to one request. `mask` hides what differs from run to run. */
const compare = async (sent: Sent, mask = (observed: Observed): unknown => observed): Promise<Observed> => {
  const expected = await apollo.send(sent);
  const actual = await tested.send(sent);
  expect({ sent, ...(mask(actual) as object) }).toEqual({ sent, ...(mask(expected) as object) });
  return actual;
};

/** The first time Apollo answers; the second time the operation is compiled; the third time it runs as it will from then on. */
const TIMES = 3;
const compareRepeatedly = async (sent: Sent, mask?: (observed: Observed) => unknown): Promise<void> => {
  for (let time = 0; time < TIMES; time += 1) await compare(sent, mask);
};

/** How many requests `work` made that were answered without Apollo. */
const answeredDirectly = async (work: () => Promise<void>): Promise<number> => {
  const before = directly;
  await work();
  return directly - before;
};

/** A request for each root field. */
const rootFieldCalls = async (fields: typeof queries): Promise<{ query: string; variables: unknown }[]> => {
  const calls: { query: string; variables: unknown }[] = [];
  for (const field of fields)
    await call(
      async (query, variables = {}) => {
        calls.push({ query, variables });
        return {} as graphql.Answer;
      },
      field,
      ids,
    );
  return calls;
};

const documents = allDocuments();
const requestsOf = (isMutation: boolean) =>
  documents
    .filter((document) => document.isMutation === isMutation)
    .map((document) => ({ query: document.query, variables: variablesOf(document, ids) }));

/** Each operation is also sent by one of these. */
const OTHERS = ['helpdesk', 'person', 'nobody', 'person', 'helpdesk', 'dead'] as const;
/** A few seconds, unless the machine is busy. */
const TIMEOUT = 240_000;

test(
  'every query of the tests, the documentation and the playground',
  async () => {
    const asked = [...requestsOf(false), ...(await rootFieldCalls(queries))];
    expect(asked.length).toBeGreaterThan(180);
    const direct = await answeredDirectly(async () => {
      for (const [i, body] of asked.entries()) {
        await compareRepeatedly(sentBy('machine', body));
        await compare(sentBy(OTHERS[i % OTHERS.length]!, body));
      }
    });
    expect(direct).toBeGreaterThan(1.5 * asked.length);
  },
  TIMEOUT,
);

test('a new kind of client is answered directly, however many there were', async () => {
  const as = (n: number) => sentBy('machine', { query: '{ __typename }' }, { accept: `application/json, text/x${n}` });
  for (let n = 0; n < 120; n += 1) await tested.send(as(n));
  const direct = await answeredDirectly(async () => void (await tested.send(as(119))));
  expect(direct).toBe(1);
});

describe('requests at fault', () => {
  const page = 'query Page($n: Int, $f: UserFilter) { users(first: $n, filter: $f) { nodes { id username } } }';
  const two = `query A { viewer { kind } } query B { viewer { scopes } }`;
  const deep = `{ ${'viewer { user { sessions { nodes { user { '.slice(0, 8)} user ${'{ sessions { nodes { user '.repeat(8)} { id } ${'} } }'.repeat(8)} } }`;
  const bodies: Record<string, unknown> = {
    'no variables': { query: page },
    'null as variables': { query: page, variables: null },
    'a list as variables': { query: page, variables: [] },
    'text as variables': { query: page, variables: '{}' },
    'a number as variables': { query: page, variables: 1 },
    'a variable of the wrong type': { query: page, variables: { n: 'many' } },
    'several variables of wrong types': { query: page, variables: { n: 'many', f: { status: ['ALIVE'], and: 1 } } },
    'an unknown variable': { query: page, variables: { n: 1, m: 2 } },
    'null as a variable': { query: page, variables: { n: null } },
    'too large a page': { query: page, variables: { n: 1_000 } },
    'a page of zero': { query: page, variables: { n: 0 } },
    'a low cost by its variables': {
      query: `query ($n: Int) { users(first: $n) { nodes { sessions(first: $n) { nodes { tokens(first: $n) { nodes { id } } } } } } }`,
      variables: { n: 2 },
    },
    'the same operation, too costly by its variables': {
      query: `query ($n: Int) { users(first: $n) { nodes { sessions(first: $n) { nodes { tokens(first: $n) { nodes { id } } } } } } }`,
      variables: { n: 100 },
    },
    'too deep': { query: deep },
    'too many aliases': { query: `{ ${Array.from({ length: 51 }, (_, i) => `a${i}: __typename`).join(' ')} }` },
    'a syntax error': { query: '{ viewer { kind }' },
    'many comments': { query: `{ viewer { kind } }${'#\n'.repeat(500)}` },
    'a validation error': { query: '{ viewer { nothing } }' },
    'a value of the wrong type': { query: '{ users(first: "many") { totalCount } }' },
    'the first of two operations': { query: two, operationName: 'A' },
    'the second of two operations': { query: two, operationName: 'B' },
    'none of two operations': { query: two },
    'an unknown operation': { query: two, operationName: 'C' },
    'an unknown operation of one': { query: page, operationName: 'Other' },
    'the only operation by its name': { query: page, operationName: 'Page' },
    'null as the name of an operation': { query: page, operationName: null },
    'no text as the name of an operation': { query: page, operationName: '' },
    'a number as the name of an operation': { query: page, operationName: 1 },
    'a text that would be a name and a text': { query: `Page\0${page}` },
    'a name that would be a text': { query: '{ __typename }', operationName: `Page\0${page}` },
    'no extensions': { query: page, extensions: null },
    'empty extensions': { query: page, extensions: {} },
    'a list of extensions': { query: page, extensions: [] },
    'text as extensions': { query: page, extensions: '{}' },
    'a persisted query': { query: page, extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } },
    'a persisted query without a text': { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } },
    'a persisted query of another version': { query: page, extensions: { persistedQuery: { version: 2 } } },
    'other properties': { query: page, id: 1, doc: [] },
    'a batch': [{ query: page }, { query: page }],
    'an empty batch': [],
    'no query': { variables: {} },
    'an empty query': { query: '' },
    'null as the query': { query: null },
    'an object as the query': { query: { kind: 'Document' } },
    'an empty object': {},
    'null as the body': 'null',
    'text as the body': '"text"',
    'no body': '',
    'broken JSON': '{"query": ',
    introspection: { query: '{ __schema { queryType { name } } }' },
    'introspection of a type': { query: '{ viewer { kind } __type(name: "User") { name } }' },
    'introspection in a fragment': {
      query: 'query { ...F } fragment F on Query { __schema { queryType { name } } viewer { kind } }',
    },
    'the name of a type': { query: '{ __typename }' },
    'a directive': {
      query: 'query ($b: Boolean!) { viewer { kind scopes @include(if: $b) } }',
      variables: { b: false },
    },
    'a missing required variable': { query: 'query ($b: Boolean!) { viewer { kind scopes @include(if: $b) } }' },
    'null for a variable with a default': {
      query: 'query ($n: Int = 2) { users(first: $n) { nodes { id } } }',
      variables: { n: null },
    },
    'a field that is not allowed': { query: '{ a: users { totalCount } viewer { kind } roles { name } }' },
    'an object that there is not': { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: 'nothing' } },
    'two mutations, one of them not allowed': {
      query: `mutation { a: resendConfirmation(input: {}) { errors { code } } deleteRole(input: { role: "X" }) { errors { code } } }`,
    },
  };
  test('too many comments', async () => {
    const observed = await compare(sentBy('nobody', { query: `{ viewer { kind } }${'#\n'.repeat(501)}` }));
    expect(observed.status).toBe(400);
    expect(observed.body).toContain('more than 500 comments');
  });

  test.each(Object.entries(bodies))('%s', async (_, body) => {
    await compareRepeatedly(sentBy('machine', body));
    for (const caller of ['person', 'nobody'] as const) await compare(sentBy(caller, body));
  });

  const hello = { query: '{ viewer { kind } }' };
  const headers: Record<string, Record<string, string>> = {
    'a form': { 'content-type': 'application/x-www-form-urlencoded' },
    'plain text': { 'content-type': 'text/plain' },
    'plain text with a preflight': { 'content-type': 'text/plain', 'apollo-require-preflight': '1' },
    'JSON in Latin 1': { 'content-type': 'application/json; charset=latin1' },
    'a media type that cannot be read': { 'content-type': 'application/json;;;=' },
    'the media type of GraphQL': { 'content-type': 'application/graphql-response+json' },
    'a media type like JSON': { 'content-type': 'application/json-patch+json' },
    compressed: { 'content-encoding': 'gzip' },
    'the name of the operation': { 'x-apollo-operation-name': 'Hello' },
    'another request id': { 'x-request-id': 'another-id' },
    ...Object.fromEntries(
      [
        '',
        '*/*',
        'application/json',
        'application/graphql-response+json',
        'application/graphql-response+json, application/json;q=0.9',
        'application/json, application/graphql-response+json',
        'application/*',
        'text/html',
        'text/html, */*;q=0.1',
        'multipart/mixed; deferSpec=20220824, application/json',
        'APPLICATION/GRAPHQL-RESPONSE+JSON',
        'application/json; callbackSpec=1.0',
        'nonsense',
      ].map((accept) => [`accept: ${accept}`, { accept }]),
    ),
  };
  test.each(Object.entries(headers))('%s', async (_, given) => {
    for (const caller of ['machine', 'nobody', 'dead'] as const) await compareRepeatedly(sentBy(caller, hello, given));
  });

  test('other methods', async () => {
    const query = `/graphql?query=${encodeURIComponent(hello.query)}`;
    for (const caller of ['machine', 'nobody', 'dead'] as const) {
      const { 'content-type': _, ...rest } = sentBy(caller, '').headers!;
      for (const method of ['GET', 'PUT', 'HEAD', 'DELETE', 'OPTIONS'])
        await compareRepeatedly({ method, path: query, headers: rest });
      await compareRepeatedly({ method: 'GET', path: query, headers: { ...rest, 'apollo-require-preflight': '1' } });
      await compareRepeatedly({ ...sentBy(caller, hello), path: query });
    }
  });

  test('two values of one header', async () => {
    await compareRepeatedly(sentBy('machine', hello, { authorization: `Bearer ${tokens.machine} ` }));
    await compareRepeatedly(sentBy('nobody', hello, { authorization: 'Basic abc' }));
    await compareRepeatedly(sentBy('nobody', hello, { authorization: 'Bearer' }));
  });
});

/** Ids, secrets and times that each run makes anew. */
const withoutNew = (observed: Observed): unknown =>
  JSON.parse(
    JSON.stringify(observed)
      .replace(/\b[a-z]+_[0-9a-hjkmnp-tv-z]{26}\b/g, 'id')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
      .replace(/\bcst_[a-z]+_[\w-]{43}/g, 'secret')
      .replace(/[\w-]{43,}/g, 'secret'),
  );

// The last: the databases differ from then on.
test(
  'every mutation',
  async () => {
    const asked = [...requestsOf(true), ...(await rootFieldCalls(mutations))];
    expect(asked.length).toBeGreaterThan(120);
    const direct = await answeredDirectly(async () => {
      for (const [i, body] of asked.entries())
        for (const caller of ['machine', OTHERS[i % OTHERS.length]!, 'machine'] as const)
          await compare(sentBy(caller, body), withoutNew);
    });
    expect(direct).toBeGreaterThan(0.8 * asked.length);
  },
  TIMEOUT,
);
