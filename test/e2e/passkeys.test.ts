/** Passkeys in a real browser with a virtual authenticator: added, used without a username, used after a password; and of another site, refused. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { createHash, randomBytes } from 'node:crypto';
import { decodeId } from '../../src/platform/type-id';
import * as graphql from '../support/graphql';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { mutate } from '../support/pair';
import { freePort, type Service, startService } from '../support/service';

const CREATE = `async (options) => {
  const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  return made.toJSON();
}`;

describeInBrowser('passkeys', () => {
  let service: Service;
  let admin: graphql.Ask;
  let web: graphql.Registered;
  /** Where people have consented already. */
  let portal: graphql.Registered;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let authenticator: CDPSession;
  let virtual: string;

  beforeAll(async () => {
    const port = await freePort();
    service = await startService({ env: { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` } });
    admin = graphql.as(service, await graphql.adminToken(service));
    web = await graphql.webApplication(service, admin, 'Shop');
    portal = await graphql.webApplication(service, admin, 'Portal');
    browser = (await launchBrowser())!;
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    authenticator = await context.newCDPSession(page);
    await authenticator.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    } as const;
    const added = await authenticator.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
    });
    virtual = added.authenticatorId;
  });
  afterEach(() => context.close());

  let people = 0;
  const somebody = async () => {
    const person = await graphql.createPerson(admin, `keyholder${(people += 1)}`);
    const { access_token } = await graphql.tokensOf(portal, person.username, 'openid self account');
    return { ...person, by: graphql.as(service, access_token) };
  };
  const ENROLLED = 'enrollment { authenticatorId options }';
  /** The browser makes a passkey on a page of the service. */
  const make = async (by: graphql.Ask) => {
    const { enrollment } = await mutate(by, 'enrollPasskey', {}, ENROLLED);
    await page.goto(`${service.url}/`);
    const response = await page.evaluate(`(${CREATE})(${JSON.stringify(enrollment.options)})`);
    return { authenticatorId: enrollment.authenticatorId as string, response: response as Record<string, unknown> };
  };
  const withPasskey = async () => {
    const person = await somebody();
    const { authenticator: added } = await mutate(
      person.by,
      'confirmPasskey',
      await make(person.by),
      'authenticator { id kind name }',
    );
    return { person, added };
  };
  const start = async () => {
    const verifier = randomBytes(32).toString('base64url');
    const url = new URL(`${service.url}/oidc/auth`);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: web.clientId,
      redirect_uri: graphql.REDIRECT_URI,
      scope: 'openid self account',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString();
    await page.goto(url.href);
  };
  const usePasskey = () => page.getByRole('button', { name: 'Use a passkey' }).click();
  const password = async (username: string) => {
    await page.fill('[name=username]', username);
    await page.fill('[name=password]', graphql.PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const methodsOf = async (id: string) => {
    const { sessions } = await graphql.ok(
      admin(
        'query ($id: ID!) { sessions(first: 1, filter: { userId: $id, status: [ACTIVE] }) { nodes { authenticationMethods } } }',
        { id },
      ),
    );
    return sessions.nodes[0].authenticationMethods;
  };

  test('one is added on a page of the service, and signs in without username and password', async () => {
    const { person, added } = await withPasskey();
    expect(added).toEqual({ id: expect.stringMatching(/^atr_/), kind: 'PASSKEY', name: 'Passkey' });
    await start();
    expect(await page.getByRole('button', { name: 'Use a passkey' }).isVisible()).toBe(true);
    await usePasskey();
    await page.waitForSelector(`text=${person.username}`);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(await methodsOf(person.id)).toEqual(['pop', 'user', 'mfa']);
  });

  test('signs in whose password is locked, and asks nobody for another password', async () => {
    const { person } = await withPasskey();
    await mutate(admin, 'lockPassword', { userId: person.id }, '__typename');
    await mutate(admin, 'requirePasswordChange', { userId: person.id }, '__typename');
    await start();
    await usePasskey();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(await methodsOf(person.id)).toEqual(['pop', 'user', 'mfa']);
  });

  const begin = async (by: graphql.Ask) =>
    (await mutate(by, 'enrollPasskey', {}, 'enrollment { url }')).enrollment.url as string;
  const add = () => page.getByRole('button', { name: 'Add a passkey' }).click();
  const isGone = () => page.getByRole('heading', { name: 'This link no longer works' }).waitFor();

  test('on the page that enrollPasskey gives, one is made and added, once', async () => {
    const person = await somebody();
    const url = await begin(person.by);
    await page.goto(url);
    await page.fill('[name=name]', 'My laptop');
    await add();
    await page.getByRole('heading', { name: 'Your passkey has been added' }).waitFor();
    const { viewer } = await graphql.ok(person.by('{ viewer { user { authenticators { kind name } } } }'));
    expect(viewer.user.authenticators).toEqual([{ kind: 'PASSKEY', name: 'My laptop' }]);
    await page.goto(url);
    await isGone();
    await start();
    await usePasskey();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(await methodsOf(person.id)).toEqual(['pop', 'user', 'mfa']);
  });

  test('the page adds nothing once the token that asked for it is dead, were it open already', async () => {
    const person = await somebody();
    await page.goto(await begin(person.by));
    await mutate(admin, 'revokeAllSessions', { userId: person.id }, 'revocation { id }');
    await add();
    await isGone();
    await page.goto(`${service.url}/signin/add-passkey?link=cst_passkey_of_nobody`);
    await isGone();
    const { user } = await graphql.ok(
      admin('query ($id: ID!) { user(by: { id: $id }) { authenticators { id } } }', { id: person.id }),
    );
    expect(user.authenticators).toEqual([]);
  });

  test('after the password it is the second factor: the password alone gets nowhere', async () => {
    const { person } = await withPasskey();
    await start();
    await password(person.username);
    await page.waitForURL(/\/code$/);
    expect(await page.locator('[name=code]').count()).toBe(0);
    await usePasskey();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(await methodsOf(person.id)).toEqual(['pwd', 'pop', 'mfa']);
  });

  test('after the password of somebody else it is refused, and recorded', async () => {
    const one = await withPasskey();
    const other = await withPasskey();
    await start();
    await password(one.person.username);
    await page.waitForURL(/\/code$/);
    const { credentials } = await authenticator.send('WebAuthn.getCredentials', { authenticatorId: virtual });
    // The browser would offer only those of the user: it is told to take another.
    const wanted = credentials.find(
      ({ userHandle }) => Buffer.from(userHandle!, 'base64').toString() === other.person.id,
    )!;
    await page.evaluate(`{
      const form = document.getElementById('passkey');
      const options = JSON.parse(form.dataset.options);
      options.allowCredentials = [{ id: ${JSON.stringify(Buffer.from(wanted.credentialId, 'base64').toString('base64url'))}, type: 'public-key' }];
      form.dataset.options = JSON.stringify(options);
    }`);
    await usePasskey();
    await page.getByRole('alert').filter({ hasText: 'This passkey is unknown' }).waitFor();
    const { events } = await graphql.ok(
      admin('query ($id: ID!) { events(filter: { userId: $id, type: [SIGN_IN_FAILED] }) { nodes { details } } }', {
        id: other.person.id,
      }),
    );
    expect(events.nodes).toEqual([{ details: { cause: 'WRONG_PASSKEY' } }]);
  });

  test('that was removed lets nobody in', async () => {
    const { person, added } = await withPasskey();
    await mutate(
      admin,
      'removeAuthenticator',
      { authenticatorId: added.id },
      'revocation { counts { authenticators } }',
    );
    await start();
    await usePasskey();
    await page.getByRole('alert').filter({ hasText: 'was removed' }).waitFor();
    await password(person.username);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
  });

  test('an answer from another origin, to another challenge, or twice is refused', async () => {
    const person = await somebody();
    const { authenticatorId, response } = await make(person.by);
    const inner = response['response'] as Record<string, string>;
    const data = JSON.parse(Buffer.from(inner['clientDataJSON']!, 'base64url').toString()) as Record<string, unknown>;
    const altered = (change: object) => ({
      ...response,
      response: { ...inner, clientDataJSON: Buffer.from(JSON.stringify({ ...data, ...change })).toString('base64url') },
    });
    const codes = async (input: object) => {
      const { data, errors } = await person.by(
        'mutation ($input: ConfirmPasskeyInput!) { confirmPasskey(input: $input) { errors { code path } } }',
        { input },
      );
      return (data?.confirmPasskey.errors ?? errors.map(({ extensions }) => extensions)).map(
        ({ code }: { code: string }) => code,
      );
    };
    for (const wrong of [
      altered({ origin: 'https://evil.example' }),
      altered({ origin: `${service.url}.evil.example` }),
      altered({ challenge: randomBytes(32).toString('base64url') }),
      altered({ type: 'webauthn.get' }),
      {},
      { response: { clientDataJSON: 'x' } },
    ])
      expect([wrong, await codes({ authenticatorId, response: wrong })]).toEqual([wrong, ['INVALID_SIGNATURE']]);
    expect(await codes({ authenticatorId, response })).toEqual([]);
    // This sign-in is weaker than the user's factors by now; were it strong, there would be nothing to confirm any more.
    expect(await codes({ authenticatorId, response })).toEqual(['INSUFFICIENT_AUTHENTICATION']);
    for (const table of ['sessions', 'token_families'])
      await graphql.sql(
        service.databaseUrl,
        `update ${table} set authentication_methods = authentication_methods || '{mfa}'::text[] where user_id = $1`,
        [decodeId('User', person.id)],
      );
    expect(await codes({ authenticatorId, response })).toEqual(['NOT_FOUND']);
  });

  test('with an idempotency key one is begun and added once, and its options are shown once', async () => {
    const person = await somebody();
    const begin = () => mutate(person.by, 'enrollPasskey', { idempotencyKey: 'begin' }, ENROLLED);
    const first = (await begin()).enrollment;
    expect((await begin()).enrollment).toMatchObject({ authenticatorId: first.authenticatorId, options: null });
    await page.goto(`${service.url}/`);
    const response = await page.evaluate(`(${CREATE})(${JSON.stringify(first.options)})`);
    const input = { authenticatorId: first.authenticatorId, response, idempotencyKey: 'add' };
    const add = () => mutate(person.by, 'confirmPasskey', input, 'authenticator { id }');
    expect(await add()).toEqual(await add());
  });

  test('a sign-in that was signed on another site is refused', async () => {
    const { person } = await withPasskey();
    await start();
    await page.evaluate(`{
      const form = document.getElementById('passkey');
      const submit = form.submit.bind(form);
      form.submit = () => {
        const given = JSON.parse(form.elements.response.value);
        const data = JSON.parse(atob(given.response.clientDataJSON.replace(/-/g, '+').replace(/_/g, '/')));
        given.response.clientDataJSON = btoa(JSON.stringify({ ...data, origin: 'https://evil.example' })).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
        form.elements.response.value = JSON.stringify(given);
        submit();
      };
    }`);
    await usePasskey();
    await page.getByRole('alert').filter({ hasText: 'This passkey is unknown' }).waitFor();
    expect(person.username).toEqual(expect.any(String));
  });
});
