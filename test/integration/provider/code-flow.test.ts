/** Code and PKCE through the pages, as a browser and a client do it. */
import {
  authorize,
  CookieJar,
  exchange,
  introspect,
  OidcError,
  refresh,
  signIn,
  userinfo,
} from '../../../src/tools/oidc-flow';
import { startProvider, type Harness, type TestApplication, type TestUser } from '../../support/provider-harness';

let harness: Harness;
let user: TestUser;
let app: TestApplication;
beforeAll(async () => {
  harness = await startProvider();
  user = await harness.addUser({ email: 'ada@example.com' });
  app = await harness.addApplication();
});
afterAll(() => harness?.stop());

const options = (more: object = {}) => ({
  issuer: harness.issuer,
  ...app,
  ...user,
  scope: 'openid profile email offline_access self',
  ...more,
});

it('signs in, asks for consent, and gives an access, a refresh and an ID token', async () => {
  const pages: string[] = [];
  const { tokens, returned } = await signIn(options({ onPage: (page: { html: string }) => pages.push(page.html) }));
  expect(pages).toHaveLength(2);
  expect(returned.searchParams.get('iss')).toBe(harness.issuer);
  expect(tokens).toMatchObject({
    token_type: 'Bearer',
    expires_in: 900,
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    id_token: expect.any(String),
  });
  expect(await userinfo(harness.issuer, tokens.access_token)).toMatchObject({
    preferred_username: user.username,
    email: 'ada@example.com',
  });
  expect(await introspect({ issuer: harness.issuer, ...app }, tokens.access_token)).toMatchObject({
    active: true,
    username: user.username,
  });
  const refreshed = await refresh({ issuer: harness.issuer, ...app }, tokens.refresh_token!);
  expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
});
