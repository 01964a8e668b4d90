/** Attacks on the pages, on the brand and the claims of applications, and on ID tokens without a code. */
import { decodeJwt } from 'jose';
import { browse, formWith } from '../../src/tools/browser';
import * as graphql from '../support/graphql';
import { ok, PASSWORD } from '../support/graphql';
import { allowImpersonation, impersonate, tokensIn } from '../support/impersonation';
import { mutate, refusalsOf } from '../support/mutate';
import { allowRegistration } from '../support/registration';
import { startWithMail, type WithMail } from '../support/start';
import { Visitor } from '../support/visitor';

let { service, admin, web, sql, stop } = {} as WithMail;
beforeAll(async () => void ({ service, admin, web, sql, stop } = await startWithMail()), 60_000);
afterAll(() => stop?.());

const visitor = () => new Visitor(service.url);
const somebody = () => graphql.createPerson(admin, graphql.newName('kim'));
const application = (input: Record<string, unknown> = {}) =>
  graphql.createApplication(service, admin, {
    ...{ name: 'Form', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], scopes: ['openid', 'profile'], ...input },
  });

describe('an ID token without a code', () => {
  const FORM = { response_type: 'id_token', response_mode: 'form_post', nonce: 'n-1' };
  /** A field of the form that goes to the application. */
  const sent = ({ page }: Visitor, field: string) => new RegExp(`name="${field}" value="([^"]*)"`).exec(page.html)?.[1];
  const claimsSent = (who: Visitor) => {
    const token = sent(who, 'id_token');
    return token ? decodeJwt(token) : undefined;
  };
  const eventsOf = async (userId: string) =>
    (
      await ok(
        admin(
          `query ($userId: ID!) { events(filter: { userId: $userId, type: [SIGN_IN, TOKEN_ISSUED, CONSENT_GIVEN] }) {
             nodes { type application { id } session { id } } } }`,
          { userId },
        ),
      )
    ).events.nodes as { type: string; application: { id: string }; session: { id: string } }[];
  const consentsOf = async (userId: string) =>
    (
      await ok(
        admin('query ($id: ID!) { user(by: { id: $id }) { consents { nodes { application { id } scopes } } } }', {
          id: userId,
        }),
      )
    ).user.consents.nodes as unknown[];

  test('is based on a consent that the user sees, and is reported, also to an application that need not ask', async () => {
    const client = await application({ consentMode: 'IMPLICIT' });
    const [who, { username, id }] = [await visitor().begin(client, FORM), await somebody()];
    await who.send({ username, password: PASSWORD });
    expect(claimsSent(who)).toMatchObject({ sub: id, aud: client.clientId, nonce: 'n-1' });
    expect(await consentsOf(id)).toEqual([{ application: { id: client.applicationId }, scopes: ['openid'] }]);
    const reported = { application: { id: client.applicationId }, session: { id: expect.stringMatching(/^ses_/) } };
    expect((await eventsOf(id)).find(({ type }) => type === 'TOKEN_ISSUED')).toMatchObject(reported);

    const other = await application({ consentMode: 'IMPLICIT' });
    await who.begin(other, { ...FORM, prompt: 'none' });
    expect(claimsSent(who)).toMatchObject({ sub: id, aud: other.clientId });
    expect(await consentsOf(id)).toHaveLength(2);
    expect((await eventsOf(id)).filter(({ type }) => type === 'TOKEN_ISSUED')).toHaveLength(2);
  });

  test('does not come from a password that was removed before the browser went on', async () => {
    const client = await application({ consentMode: 'IMPLICIT' });
    const [who, { username, uuid }] = [await visitor().begin(client, FORM), await somebody()];
    const { action, fields } = formWith(who.page, 'password')!;
    const response = await browse(action, who.jar, { form: { ...fields, username, password: PASSWORD } });
    await sql('delete from passwords where user_id = $1', uuid);
    await who.open(response.headers.get('location')!);
    expect([sent(who, 'error'), claimsSent(who)]).toEqual(['access_denied', undefined]);
  });

  test('names who impersonates its subject, and so does one with a code: an application may know nobody else to ask', async () => {
    await allowImpersonation(admin);
    const client = await application({ consentMode: 'IMPLICIT' });
    const [boss, person] = [await graphql.createPerson(admin, graphql.newName('boss'), 'ADMIN'), await somebody()];
    const by = await graphql.signedIn(service, web, boss.username, 'openid admin');
    const { jar } = await impersonate(by, person.id);
    const { id_token } = await tokensIn(jar, client, 'openid');
    expect(decodeJwt(id_token!)).toMatchObject({ sub: person.id, act: { sub: boss.id } });
    const who = await new Visitor(service.url, jar).begin(client, { ...FORM, prompt: 'none' });
    expect(claimsSent(who)).toMatchObject({ sub: person.id, act: { sub: boss.id } });
  });

  test('escapes what the application sent, is not stored, and cannot be framed', async () => {
    const client = await application({ consentMode: 'IMPLICIT' });
    const [who, { username }] = [visitor(), await somebody()];
    await who.begin(client, { ...FORM, state: `"'><script>alert(1)</script>` });
    await who.send({ username, password: PASSWORD });
    expect(sent(who, 'state')).toBe('&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(who.page.html).not.toContain('<script>alert');
    expect(Object.fromEntries(who.page.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    });
  });

  test('needs a sign-in where the code flow needs one: of another user, too long ago, or disabled', async () => {
    const client = await application({ consentMode: 'IMPLICIT' });
    const [who, { username, id }] = [await visitor().begin(client, FORM), await somebody()];
    await who.send({ username, password: PASSWORD });
    await who.begin(client, { ...FORM, prompt: 'none', max_age: '0' });
    expect([sent(who, 'error'), claimsSent(who)]).toEqual(['login_required', undefined]);
    for (const response_mode of ['form_post.jwt', 'web_message', 'query', 'fragment', '']) {
      await who.begin(client, { ...FORM, prompt: 'none', response_mode });
      expect(who.left?.href).toMatch(/[?#]error=(unsupported_response_mode|invalid_request)&/);
    }
    await ok(mutate(admin, 'disableUser', { userId: id }));
    await who.begin(client, { ...FORM, prompt: 'none' });
    expect([sent(who, 'error'), claimsSent(who)]).toEqual(['login_required', undefined]);
  });
});

test.each([
  'https://a.example;sandbox/x',
  'https://a.example,b/x',
  'https://*/x',
  'https://*.example/x',
  'https://(x)/',
])('the host of %s cannot add to the policy of a page', async (uri) => {
  const created = { name: 'X', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI] };
  for (const [field, value] of Object.entries({ logoUri: uri, initiateLoginUri: uri, redirectUris: [uri] }))
    expect(refusalsOf(await mutate(admin, 'createApplication', { ...created, [field]: value }))).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', field] },
    ]);
  expect(refusalsOf(await mutate(admin, 'updateSettings', { brandingLogoUri: uri }))).toHaveLength(1);
  const client = await application();
  await sql('update applications set logo_uri = $2 where client_id = $1', client.clientId, uri);
  const policy = (await visitor().begin(client)).page.headers.get('content-security-policy')!;
  expect(policy).toMatch(/; img-src data: https:; script-src 'self'; form-action 'self' http:\/\/127\.0\.0\.1:9; /);
});

test.each(['sub', 'acr', 'act', 'exp', 'sub_id', 'verified_claims', 'constructor', '__proto__', 'ѕub'])(
  'no claim of an application can be named %s',
  async (name) => {
    const claims = [{ name, source: 'ATTRIBUTE', attribute: 'x', idToken: true }];
    const update = { applicationId: web.applicationId, claims };
    expect(refusalsOf(await mutate(admin, 'updateApplication', update))).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'claims'] },
    ]);
  },
);

test('who knows the address of a sign-in page cannot take the session of the person who signs in there', async () => {
  const { username } = await somebody();
  const who = await visitor().begin(web);
  const uid = who.page.url.pathname.split('/')[2]!;
  const cookie = `castellan_interaction=${uid}; castellan_resume=${uid}`;
  expect((await fetch(who.page.url, { headers: { cookie } })).status).toBe(400);
  const { action, fields } = formWith(who.page, 'password')!;
  const { headers } = await browse(action, who.jar, { form: { ...fields, username, password: PASSWORD } });
  const stolen = await fetch(`${web.issuer}/auth/${uid}`, { redirect: 'manual', headers: { cookie } });
  expect([stolen.status, stolen.headers.get('set-cookie')]).toEqual([400, null]);
  await who.open(headers.get('location')!);
  expect(formWith(who.page, 'decision')).toBeDefined();
});

describe('registration', () => {
  beforeAll(() => allowRegistration(admin));

  test('takes no spelling of an address that only looks like it: the owner of the address would get that account', async () => {
    const name = graphql.newName('owner');
    const email = `${name}@example.org`;
    for (const spelling of [`${name}@example.org`.replace('o', '\uFF4F'), `"${name}"@example.org`, `<${email}>`]) {
      const who = await visitor().open('/signin/sign-up');
      await who.send({ email: spelling, password: PASSWORD });
      expect([who.page.status, who.alert]).toEqual([400, 'Enter a valid e-mail address.']);
    }
    await (await visitor().open('/signin/sign-up')).send({ email, password: PASSWORD });
    const { user } = await ok(
      admin('query ($email: String!) { user(by: { email: $email }) { username email } }', { email }),
    );
    expect(user).toEqual({ username: email, email });
  });

  test.each(['sign-up', 'forgotten', 'impersonation'])('is not set off by another site: /signin/%s', async (page) => {
    const email = `${graphql.newName('bystander')}@example.org`;
    const send = async (site: string) => {
      const response = await fetch(`${service.url}/signin/${page}`, {
        method: 'POST',
        headers: { 'sec-fetch-site': site },
        body: new URLSearchParams({ email, password: PASSWORD, link: 'x' }),
      });
      return { status: response.status, html: await response.text() };
    };
    const refused = await send('cross-site');
    expect(refused.status).toBe(403);
    expect(refused.html).toContain('was not sent from this page');
    expect(
      (await ok(admin('query ($email: String!) { user(by: { email: $email }) { id } }', { email }))).user,
    ).toBeNull();
    expect((await send('same-origin')).status).not.toBe(403);
  });
});

test('`prompt=create` is no way around the consent page', async () => {
  await allowRegistration(admin);
  const [client, { username, id }] = [await application(), await somebody()];
  const who = await visitor().begin(web);
  await who.signIn(username, PASSWORD);
  await who.begin(client, { prompt: 'create' });
  const { fields } = formWith(who.page, 'csrf')!;
  await who.open(who.page.url, { csrf: fields.csrf!, decision: 'allow' });
  expect(who.heading).toBe('Create an account');
  const { user } = await ok(
    admin(
      'query ($id: ID!, $applicationId: ID!) { user(by: { id: $id }) { consents(filter: { applicationId: $applicationId }) { totalCount } } }',
      { id, applicationId: client.applicationId },
    ),
  );
  expect(user.consents.totalCount).toBe(0);
});
