/** What is denied to staff and services is an event: on every road by which it can be denied, once for each operation and field, never lost. */
import { clientCredentials } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { buildHousehold, type Household } from '../../support/household';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
let home: Household;
let console: graphql.Registered;

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  home = await buildHousehold(service, admin);
  console = await graphql.webApplication(service, admin, 'Console');
  for (const [name, role] of [
    ['operator', 'OPERATOR'],
    ['helpdesk', 'HELPDESK'],
  ] as const)
    await graphql.createPerson(admin, name, role);
});
afterAll(() => stop?.());

const staff = (name: string, scope = 'openid admin') => graphql.signedIn(service, console, name, scope);

interface Denial {
  field: string;
  needs: string;
}
const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
/** What was recorded while something was done, and by what went on after its answer: `field needs`, in order. */
const deniedBy = async (work: () => Promise<unknown>): Promise<string[]> => {
  const read = () =>
    graphql.sql<Denial>(
      service.databaseUrl,
      `select details->>'field' as field, details->>'needs' as needs from events where type = 'ACCESS_DENIED' and outcome = 'DENIED' order by id`,
    );
  const before = (await read()).length;
  await work();
  await pause();
  return (await read())
    .slice(before)
    .map(({ field, needs }) => `${field} ${needs}`)
    .sort();
};
const forbidden = async (answer: Promise<graphql.Answer>) => expect(graphql.codes(await answer)).toContain('FORBIDDEN');

test('a root field, by POST and by GET', async () => {
  const helpdesk = await staff('helpdesk');
  const asked = 'Query.events events:search';
  expect(await deniedBy(() => forbidden(helpdesk('{ events { totalCount } }')))).toEqual([asked]);
  const { access_token: token } = await graphql.tokensOf(console, 'helpdesk', 'openid admin');
  const get = async () => {
    const url = `${service.address}/graphql?query=${encodeURIComponent('{ events { totalCount } }')}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(await response.text()).toContain('FORBIDDEN');
  };
  expect(await deniedBy(get)).toEqual([asked]);
});

test('a field of a hundred objects, in a list and under several names, is one event', async () => {
  const helpdesk = await staff('helpdesk');
  expect(
    await deniedBy(() =>
      forbidden(
        helpdesk(
          '{ a: users(first: 50) { nodes { id sessions { totalCount } } } b: users(first: 50) { nodes { id sessions { totalCount } } } }',
        ),
      ),
    ),
  ).toEqual(['User.sessions sessions:read or own']);
});

test('each field of an operation is told, also where the first refusal has emptied the answer', async () => {
  const helpdesk = await staff('helpdesk');
  const question = `{ user(by: {username: "${home.alice.username}"}) { sessions { totalCount } tokens { totalCount } devices { nodes { device { users { nodes { user { consents { totalCount } } } } } } } } events { totalCount } }`;
  for (let round = 0; round < 3; round += 1)
    expect(await deniedBy(() => forbidden(helpdesk(question)))).toEqual([
      'Query.events events:search',
      'User.consents consents:read or own',
      'User.sessions sessions:read or own',
      'User.tokens tokens:read or own',
    ]);
});

test('a mutation that the rule refuses', async () => {
  const operator = await staff('operator');
  const ask = () =>
    forbidden(operator(`mutation { disableUser(input: {userId: "${home.bob.id}"}) { errors { code } } }`));
  expect(await deniedBy(ask)).toEqual(['Mutation.disableUser users:disable']);
});

test('somebody else’s row, which is not found for a reader who may not end it, is a denial nevertheless', async () => {
  const operator = await staff('operator');
  const { web } = home.places;
  const input = (fields: string) => `(input: {${fields}}) { errors { code } }`;
  const answer = await operator(
    `query ($u: ID!) { consents(filter: {userId: $u}) { nodes { id application { id } } } accessGrants(filter: {userId: $u}) { nodes { id } } tokens(filter: {userId: $u}) { nodes { id } } }`,
    { u: home.alice.id },
  );
  const [consent, grant, token] = ['consents', 'accessGrants', 'tokens'].map((list) => answer.data[list].nodes[0]);
  const attempts: [string, string, string][] = [
    ['revokeSession', `sessionId: "${web.sessionId}"`, 'sessions:revoke'],
    ['revokeAllSessions', `userId: "${home.alice.id}"`, 'sessions:revoke'],
    ['revokeToken', `tokenId: "${token.id}"`, 'tokens:revoke'],
    ['revokeAccessGrant', `accessGrantId: "${grant.id}"`, 'grants:revoke'],
    ['revokeConsent', `consentId: "${consent.id}"`, 'consents:revoke'],
    [
      'revokeApplicationAccess',
      `userId: "${home.alice.id}", applicationId: "${consent.application.id}"`,
      'applicationAccess:revoke',
    ],
    ['disconnectDevice', `userId: "${home.alice.id}", deviceId: "${home.devices.phone.id}"`, 'devices:disconnect'],
    ['disconnectAllDevices', `userId: "${home.alice.id}"`, 'devices:disconnect'],
  ];
  for (const [name, fields, needs] of attempts) {
    const denied = await deniedBy(async () => {
      const { data } = await operator(`mutation { ${name}${input(fields)} }`);
      expect(data[name].errors).toEqual([{ code: 'NOT_FOUND' }]);
    });
    expect(denied).toEqual([`Mutation.${name} ${needs}`]);
  }
  for (const [name, field, id, needs] of [
    ['revokeSessions', 'sessionIds', web.sessionId, 'sessions:revoke'],
    ['revokeTokens', 'tokenIds', token.id, 'tokens:revoke'],
    ['revokeConsents', 'consentIds', consent.id, 'consents:revoke'],
  ] as const) {
    const denied = await deniedBy(async () => {
      const { data } = await operator(
        `mutation { ${name}(input: {${field}: ["${id}", "nonsense"]}) { results { errors { code } } } }`,
      );
      const refused = { errors: [{ code: 'NOT_FOUND' }] };
      expect(data[name].results).toEqual([refused, refused]);
    });
    expect(denied).toEqual([`Mutation.${name} ${needs}`]);
  }
  // What is really not there is no denial.
  const missing = () =>
    operator(`mutation { revokeSession(input: {sessionId: "${home.bob.id}"}) { errors { code } } }`);
  expect(await deniedBy(missing)).toEqual([]);
});

test('what only the mutation itself can see: rights that the caller does not hold', async () => {
  const machine = await graphql.createApplication(service, admin, {
    name: 'Assigns',
    kind: 'MACHINE',
    scopes: ['roles:assign', 'applications:manage'],
  });
  const { access_token } = await clientCredentials(machine, { scope: 'roles:assign applications:manage' });
  const ask = graphql.as(service, access_token);
  const assign = () =>
    forbidden(ask(`mutation { assignRole(input: {userId: "${home.bob.id}", role: "admin"}) { errors { code } } }`));
  expect(await deniedBy(assign)).toEqual(['Mutation.assignRole every permission of the role ADMIN']);
  const create = () =>
    forbidden(
      ask(
        'mutation { createApplication(input: {name: "More", kind: MACHINE, scopes: ["users:delete"]}) { errors { code } } }',
      ),
    );
  expect(await deniedBy(create)).toEqual(['Mutation.createApplication every permission that the application can use']);
});

test('a mutation of which one field is denied is not carried out at all, and the denial stays', async () => {
  const document = `mutation ($own: RevokeSessionInput!, $bob: DeleteUserInput!, $skip: Boolean!) {
    first: revokeSession(input: $own) { errors { code } } second: deleteUser(input: $bob) { errors { code } }
    ... on Mutation { third: disableUser(input: { userId: "nobody" }) @skip(if: $skip) { errors { code } } } revokeSession(input: $own) { errors { code } } }`;
  const operator = await staff('operator');
  const { session } = (await graphql.ok(operator('{ viewer { session { id } } }'))).viewer;
  const own = { sessionId: session.id };
  const bob = { userId: home.bob.id };
  // The first time it is interpreted, then compiled.
  for (const skip of [true, true, true, false]) {
    const denied = await deniedBy(async () => {
      const { data, errors } = await operator(document, { own, bob, skip });
      expect(data).toBeNull();
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
        [['second'], 'FORBIDDEN'],
        ...(skip ? [] : [[['third'], 'FORBIDDEN']]),
      ]);
    });
    expect(denied).toEqual([
      'Mutation.deleteUser users:delete',
      ...(skip ? [] : ['Mutation.disableUser users:disable']),
    ]);
    expect((await operator('{ viewer { kind } }')).status).toBe(200);
  }
  await graphql.ok(
    operator('mutation ($own: RevokeSessionInput!) { revokeSession(input: $own) { errors { code } } }', { own }),
  );
  expect((await operator('{ viewer { kind } }')).status).toBe(401);
});

test('staff are staff whatever the token allows; an ordinary user’s denial is none', async () => {
  const helpdesk = await staff('helpdesk', 'openid self');
  expect(await deniedBy(() => forbidden(helpdesk('{ events { totalCount } }')))).toEqual([
    'Query.events events:search',
  ]);
  const owner = graphql.as(service, home.places.web.tokens.access_token);
  expect(await deniedBy(() => forbidden(owner('{ events { totalCount } }')))).toEqual([]);
  expect(await deniedBy(() => forbidden(graphql.as(service)('{ events { totalCount } }')).catch(() => null))).toEqual(
    [],
  );
});
