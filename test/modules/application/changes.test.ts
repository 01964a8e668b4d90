/** Changing an application: what it may do afterwards, which secrets and tokens work, and what stays dead. */
import {
  authorize,
  clientCredentials,
  introspect,
  OidcError,
  registerInstallation,
} from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;

beforeAll(async () => void ({ service, admin, stop } = await startWithAdmin()));
afterAll(() => stop?.());

/** The payload of a mutation, refused or not. */
const mutate = async (name: string, input: Record<string, unknown>, select = '') => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await admin(
    `mutation ($input: ${type}!) { ${name}(input: $input) { application { id name version status redirectUris } ${select} ${graphql.ERRORS} } }`,
    { input },
  );
  expect(answer.errors).toEqual([]);
  return answer.data[name];
};
const machine = (name: string) =>
  graphql.createApplication(service, admin, { name, kind: 'MACHINE', scopes: ['users:read'] });
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'went well',
    (error: unknown) => (error instanceof OidcError ? error.error : String(error)),
  );

it('changes only what is given, and only the version that was seen', async () => {
  const web = await graphql.webApplication(service, admin, 'Before');
  const { applicationId } = web;
  const { application, errors } = await mutate('updateApplication', { applicationId, name: 'After', ifVersion: 1 });
  expect(errors).toEqual([]);
  expect(application).toMatchObject({ name: 'After', version: 2, redirectUris: [graphql.REDIRECT_URI] });
  const late = await mutate('updateApplication', { applicationId, name: 'Late', ifVersion: 1 });
  expect(late).toMatchObject({ application: null, errors: [{ code: 'VERSION_CONFLICT' }] });
});

it('accepts the redirect URIs that an application has now, and none that it had', async () => {
  const { username } = await graphql.createPerson(admin, 'redirected');
  const web = await graphql.webApplication(service, admin, 'Moved');
  const moved = 'https://moved.example.com/callback';
  await mutate('updateApplication', { applicationId: web.applicationId, redirectUris: [moved] });
  const attempt = (redirectUri: string) =>
    authorize({ ...web, redirectUri, username, password: graphql.PASSWORD, scope: 'openid' });
  expect(await refusal(attempt(graphql.REDIRECT_URI))).toBe('error_page');
  expect((await attempt(moved)).returned.origin).toBe('https://moved.example.com');

  for (const redirectUris of [[], ['http://example.com/'], ['https://example.com/#a'], ['https://*.example.com/']]) {
    const { errors } = await mutate('updateApplication', { applicationId: web.applicationId, redirectUris });
    expect(errors).toEqual([expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', 'redirectUris'] })]);
  }
});

it('lets two secrets overlap during rotation, and no third', async () => {
  const client = await machine('Rotating');
  const { applicationId } = client;
  const works = async (clientSecret: string | undefined) =>
    (await refusal(clientCredentials({ ...client, clientSecret }, { scope: 'users:read' }))) === 'went well';
  const rotate = async (input: Record<string, unknown> = {}): Promise<string> => {
    const { clientSecret, errors } = await mutate('rotateClientSecret', { applicationId, ...input }, 'clientSecret');
    expect(errors).toEqual([]);
    return clientSecret;
  };
  const second = await rotate();
  expect([await works(client.clientSecret), await works(second)]).toEqual([true, true]);
  const third = await rotate();
  expect([await works(client.clientSecret), await works(second), await works(third)]).toEqual([false, true, true]);
  const last = await rotate({ overlapSeconds: 0 });
  expect([await works(second), await works(third), await works(last)]).toEqual([false, false, true]);
});

it('shows a new secret once: a repeated key does not give it again', async () => {
  const { applicationId } = await machine('Once');
  const input = { applicationId, idempotencyKey: 'rotate once' };
  const first = await mutate('rotateClientSecret', input, 'clientSecret');
  const again = await mutate('rotateClientSecret', input, 'clientSecret');
  expect(first.clientSecret).toMatch(/^cst_secret_/);
  expect(again).toMatchObject({ clientSecret: null, errors: [], application: { version: first.application.version } });
});

it('registers installations with the newest registration token only', async () => {
  const mobile = await graphql.createApplication(service, admin, {
    name: 'Mobile',
    kind: 'MOBILE',
    firstParty: true,
    scopes: ['openid', 'offline_access', 'self', 'account'],
    redirectUris: ['com.example.mobile:/callback'],
  });
  const { applicationId } = mobile;
  const register = (token: string) => registerInstallation(mobile.issuer, token, { device_name: 'Phone' });
  expect((await register(mobile.registrationToken!)).client_secret).toBeTruthy();
  const { registrationToken } = await mutate('rotateRegistrationToken', { applicationId }, 'registrationToken');
  expect(await refusal(register(mobile.registrationToken!))).toBe('invalid_token');
  expect((await register(registrationToken)).client_secret).toBeTruthy();

  const { errors } = await mutate('rotateRegistrationToken', { applicationId: (await machine('No')).applicationId });
  expect(errors).toEqual([expect.objectContaining({ code: 'INVALID_STATE' })]);
});

it('works again when it is enabled, but nothing that died does', async () => {
  const client = await machine('Switched');
  const { applicationId } = client;
  const ask = () => clientCredentials(client, { scope: 'users:read' });
  const before = await ask();
  await mutate('disableApplication', { applicationId, reason: 'Leaked' });
  expect(await refusal(ask())).toBe('invalid_client');
  const { application } = await mutate('enableApplication', { applicationId });
  expect(application.status).toBe('ENABLED');
  const after = await ask();
  expect((await introspect(client, before.access_token)).active).toBe(false);
  expect((await introspect(client, after.access_token)).active).toBe(true);
  // Enabled already: success, and nothing changes.
  expect((await mutate('enableApplication', { applicationId })).application.version).toBe(application.version);
});
