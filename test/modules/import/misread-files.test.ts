/** Files that could be read in several ways, or that hide users: each is refused or read in the one safe way, never guessed. */
import { adminToken, ok } from '../../support/graphql';
import { startWithAdmin, type WithAdmin } from '../../support/start';
import { importAll, upload } from '../../support/upload';

let world: WithAdmin;
let token: string;
beforeAll(async () => {
  world = await startWithAdmin();
  token = await adminToken(world.service);
}, 60_000);
afterAll(() => world?.stop());
afterEach(() => world.sql('delete from imports where started_at is null'));

const send = (format: string, file: unknown) =>
  upload(world.service, token, `format=${format}`, typeof file === 'string' ? file : JSON.stringify(file));
const userNamed = async (username: string) =>
  (await ok(world.admin('query ($u: String!) { user(by: { username: $u }) { status attributes } }', { u: username })))
    .user;

const HOSTILE = ['{"toString":1}', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, '[{"valueOf":1}]'];
const secret = JSON.stringify({ value: 'AAAA', salt: 'AAAA' });

describe.each(HOSTILE)('%.14s in place of text or a number', (bad) => {
  const keycloak = (data: string) =>
    `[{"username":"k","credentials":[{"type":"password","secretData":${JSON.stringify(secret)},"credentialData":${JSON.stringify(data)}}]}]`;
  test.each([
    ['keycloak', keycloak(`{"algorithm":${bad}}`)],
    ['keycloak', keycloak(`{"algorithm":"pbkdf2","hashIterations":${bad}}`)],
    ['keycloak', keycloak(`{"algorithm":"argon2","hashIterations":1,"additionalParameters":{"version":${bad}}}`)],
    ['auth0', `{"username":"a","custom_password_hash":{"algorithm":${bad}}}`],
    [
      'auth0',
      `{"username":"a","custom_password_hash":{"algorithm":"pbkdf2","iterations":${bad},"hash":{"value":"a"},"salt":{"value":"a"}}}`,
    ],
    [
      'okta',
      `{"profile":{"login":"o"},"credentials":{"password":{"hash":{"algorithm":"BCRYPT","workFactor":${bad}}}}}`,
    ],
    ['okta', `{"profile":{"login":"o"},"credentials":{"password":{"hash":{"algorithm":${bad},"value":"","salt":""}}}}`],
    ['scim', `{"Resources":[{"userName":"s","schemas":[${bad}]}]}`],
    ['json-lines', `{"username":"j","attributes":${bad},"previousId":${bad}}`],
  ])('%s %.70s is refused by line', async (format, file) => {
    expect(await send(format, file)).toMatchObject({ status: 201, import: { lines: 1, refused: 1 } });
  });
});

test('a list in a user does not hide the user', async () => {
  const { import: answer } = await send('auth0', [
    { user_id: 'auth0|m1', username: 'mis1', users: [] },
    { username: 'mis2', users: [{ username: 'mis-inner' }] },
  ]);
  expect(answer).toMatchObject({ lines: 2, ready: 2 });
  await importAll(world.admin, answer.id);
  expect(await userNamed('mis1')).not.toBeNull();
  expect(await userNamed('mis2')).not.toBeNull();
  expect(await userNamed('mis-inner')).toBeNull();
  expect(await send('auth0', { username: 'mis3', users: [] })).toMatchObject({ status: 400 });
});

test.each([
  '[{"username":"x1"},,{"username":"x2"}]',
  '[{"username":"x1"}{"username":"x2"}]',
  '[,{"username":"x1"}]',
  '[{"username":"x1"},]',
])('%s is no JSON', async (file) => {
  expect(await send('keycloak', file)).toMatchObject({ status: 400 });
  expect(await send('keycloak', `{"users":${file}}`)).toMatchObject({ status: 400 });
  expect(await send('keycloak', `[{"realm":"a","users":${file}}]`)).toMatchObject({ status: 400 });
});

test.each([
  ['json-lines', '{"username":"d1","disabled":true,"disabled":false}'],
  ['json-lines', '{"username":"d1","disabled":true,"disab\\u006ced":false}'],
  ['json-lines', '{"username":"d1","email":null,"emailVerified":true}'],
  ['csv', 'username,attributes,attributes.a\nd2,"{""a"":1}",2\n'],
  ['cognito', '[{"Username":"d3","Attributes":[{"Name":"custom:role","Value":"a"},{"Name":"role","Value":"b"}]}]'],
  ['cognito', '[{"Username":"d3","Attributes":[{"Name":"x","Value":"a"},{"Name":"x","Value":"b"}]}]'],
  ['cognito', '[{"Username":"d4","Attributes":[],"UserStatus":"Bogus"}]'],
])('%s %s says two things, and is refused', async (format, file) => {
  expect(await send(format, file)).toMatchObject({ status: 201, import: { lines: 1, refused: 1 } });
});

test('users of Cognito who are archived or compromised are disabled', async () => {
  const { import: answer } = await send(
    'cognito',
    ['ARCHIVED', 'COMPROMISED', 'CONFIRMED'].map((UserStatus) => ({
      Username: `cog-${UserStatus}`,
      Attributes: [],
      UserStatus,
    })),
  );
  await importAll(world.admin, answer.id);
  expect(await userNamed('cog-ARCHIVED')).toMatchObject({ status: 'DISABLED' });
  expect(await userNamed('cog-COMPROMISED')).toMatchObject({ status: 'DISABLED' });
  expect(await userNamed('cog-CONFIRMED')).toMatchObject({ status: 'ACTIVE' });
});

test('a temporary password of Keycloak must be changed', async () => {
  const credentialData = JSON.stringify({ algorithm: 'pbkdf2-sha256', hashIterations: 27_500 });
  const secretData = JSON.stringify({
    value: Buffer.alloc(32).toString('base64'),
    salt: Buffer.alloc(16).toString('base64'),
  });
  const credentials = [{ type: 'password', temporary: true, credentialData, secretData }];
  const { import: answer } = await send('keycloak', [{ username: 'temporary', credentials }]);
  expect(answer.faults).toEqual([]);
  await importAll(world.admin, answer.id);
  expect(
    await world.sql(
      `select password_change_required_at is not null as must from users where username_key = 'temporary'`,
    ),
  ).toEqual([{ must: true }]);
});
