/** Step-up (RFC 9470): what ends something asks for a fresh sign-in or a second factor where it is set, and the provider gives both. */
import { authorize, OidcError, signIn, type AuthorizeOptions } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { mutate } from '../../support/pair';
import { startWithWeb, type WithWeb } from '../../support/start';
import { codeAt, enrolledTotp, halfAMinuteLater } from '../../support/totp';

let { service, admin, web, stop } = {} as WithWeb;
beforeAll(async () => void ({ service, admin, web, stop } = await startWithWeb()), 60_000);
afterAll(() => stop?.());
const set = (input: object) => mutate(admin, 'updateSettings', input, 'settings { version }');
afterEach(() => set({ stepUpMaximumAge: null, stepUpSecondFactor: null }));

let people = 0;
const newPerson = () => graphql.createPerson(admin, `stepper${(people += 1)}`);
const enter = (username: string, more: Partial<AuthorizeOptions> = {}) =>
  signIn({
    ...web,
    redirectUri: graphql.REDIRECT_URI,
    username,
    password: graphql.PASSWORD,
    scope: 'openid self account',
    ...more,
  });
const REVOKE = 'mutation ($input: RevokeAllSessionsInput!) { revokeAllSessions(input: $input) { errors { code } } }';
/** As a client sees it, with the header. */
const revoke = async (token: string, userId: string, more: object = {}) => {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: REVOKE, variables: { input: { userId, ...more } } }),
  });
  const { errors = [] } = (await response.json()) as { errors?: { extensions: object }[] };
  return {
    status: response.status,
    header: response.headers.get('www-authenticate'),
    extensions: errors.map(({ extensions }) => extensions),
  };
};
const DONE = { status: 200, header: null, extensions: [] };

test('a sign-in that is too old is told how fresh it has to be, nothing ends, and signing in anew is enough', async () => {
  const person = await newPerson();
  const { tokens, jar } = await enter(person.username);
  await set({ stepUpMaximumAge: 300 });
  await graphql.sql(
    service.databaseUrl,
    `update sessions set authenticated_at = now() - interval '400 seconds',
       payload = jsonb_set(payload, '{loginTs}', to_jsonb(extract(epoch from now())::int - 400))`,
  );
  const before = await graphql.rowCounts(service.databaseUrl);
  expect(await revoke(tokens.access_token, person.id)).toEqual({
    status: 401,
    header: 'Bearer error="insufficient_user_authentication", max_age="300"',
    extensions: [{ code: 'INSUFFICIENT_AUTHENTICATION', error: 'insufficient_user_authentication', max_age: 300 }],
  });
  expect(await graphql.rowCounts(service.databaseUrl)).toEqual(before);
  // To ask what would end is not to end it.
  expect(await revoke(tokens.access_token, person.id, { dryRun: true })).toEqual(DONE);
  const again = await enter(person.username, { jar, parameters: { max_age: '300' } });
  expect(await revoke(again.tokens.access_token, person.id)).toEqual(DONE);
});

test('where a second factor is asked for, a password is not enough, and the provider asks for the factor', async () => {
  const person = await newPerson();
  const { tokens, jar } = await enter(person.username);
  const { secret } = await enrolledTotp(graphql.as(service, tokens.access_token));
  await halfAMinuteLater(service.databaseUrl);
  await set({ stepUpSecondFactor: true });
  expect(await revoke(tokens.access_token, person.id)).toEqual({
    status: 401,
    header: 'Bearer error="insufficient_user_authentication", acr_values="urn:castellan:2fa"',
    extensions: [
      {
        code: 'INSUFFICIENT_AUTHENTICATION',
        error: 'insufficient_user_authentication',
        acr_values: 'urn:castellan:2fa',
      },
    ],
  });
  const stepped = await enter(person.username, {
    jar,
    code: () => codeAt(secret),
    parameters: { acr_values: 'urn:castellan:2fa' },
  });
  expect(await revoke(stepped.tokens.access_token, person.id)).toEqual(DONE);
});

test('who has no second factor is told so by the provider, and a client that asks for none is not held up', async () => {
  const person = await newPerson();
  const options = { ...web, redirectUri: graphql.REDIRECT_URI, username: person.username, password: graphql.PASSWORD };
  const refused = authorize({ ...options, parameters: { acr_values: 'urn:castellan:2fa' } });
  await expect(refused).rejects.toThrow(OidcError);
  await expect(refused).rejects.toMatchObject({ error: 'unmet_authentication_requirements' });
  await authorize({ ...options, parameters: { acr_values: 'urn:castellan:2fa urn:castellan:1fa' } });
});

test('a service is not asked to step up', async () => {
  const person = await newPerson();
  await set({ stepUpMaximumAge: 1, stepUpSecondFactor: true });
  await mutate(admin, 'revokeAllSessions', { userId: person.id }, '__typename');
});
