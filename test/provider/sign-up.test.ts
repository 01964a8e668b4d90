/** People register on a page: by the rules of `registerUser`, from the sign-in or by `prompt=create`, and return to the application. */
import { formWith } from '../../src/tools/browser';
import * as graphql from '../support/graphql';
import { ERRORS, ok, PASSWORD, REDIRECT_URI } from '../support/graphql';
import { codeOf } from '../support/mutate';
import { allowRegistration, nextLink } from '../support/registration';
import { startWithMail, type WithMail } from '../support/start';
import { Visitor } from '../support/visitor';

let { server, service, admin, web, anybody, stop } = {} as WithMail;
beforeAll(async () => void ({ server, service, admin, web, anybody, stop } = await startWithMail()), 60_000);
afterAll(() => stop?.());

const forbid = () => ok(admin(`mutation { updateSettings(input: { registrationEnabled: false }) { ${ERRORS} } }`));
const visitor = () => new Visitor(service.url);
const newEmail = () => `${graphql.newName('joiner')}@example.org`;
const prompts = async () =>
  ((await (await fetch(`${web.issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>)
    .prompt_values_supported;
const statusOf = async (email: string) =>
  (await ok(admin('query ($email: String!) { user(by: { email: $email }) { status } }', { email }))).user?.status;

test('where registration is off, no page offers it, and `prompt=create` is an error that says so', async () => {
  const who = await visitor().begin(web);
  expect(who.link('Create an account')).toBeUndefined();
  await who.open('/signin/sign-up');
  expect(who.page.status).toBe(404);
  const { left } = await visitor().begin(web, { prompt: 'create', state: 's' });
  expect(left?.href).toMatch(REDIRECT_URI);
  expect(Object.fromEntries(left!.searchParams)).toMatchObject({
    ...{ error: 'invalid_request', state: 's' },
    error_description: expect.stringContaining('registration is disabled'),
  });
  expect(await prompts()).toEqual(['none', 'login', 'consent']);
});

describe('where registration is on', () => {
  beforeAll(() => allowRegistration(admin));
  afterAll(forbid);

  test('the sign-in leads to the page; confirmed by the mailed link, the person ends at the application', async () => {
    const [who, email] = [visitor(), newEmail()];
    await (await who.begin(web, { state: 'basket' })).follow('Create an account');
    expect(who.heading).toBe('Create an account');
    await who.send({ email, password: PASSWORD, name: 'New Person' });
    expect(who.heading).toBe('Check your e-mail');
    expect(await statusOf(email)).toBe('PENDING_CONFIRMATION');
    await (await who.open(await nextLink(server, email))).send({ password: PASSWORD });
    await who.follow('Continue to Web');
    const back = await who.signIn(email, PASSWORD);
    expect(back?.searchParams.get('code')).toBeTruthy();
    expect(back?.searchParams.get('state')).toBe('basket');
    expect(await statusOf(email)).toBe('ACTIVE');
  });

  test('`prompt=create` begins on that page, also for somebody who is signed in, and ends at the application', async () => {
    expect(await prompts()).toContain('create');
    const [who, email, { username }] = [
      visitor(),
      newEmail(),
      await graphql.createPerson(admin, graphql.newName('old')),
    ];
    await who.begin(web);
    await who.signIn(username, PASSWORD);
    await who.begin(web, { prompt: 'create', state: 'basket' });
    expect(who.heading).toBe('Create an account');
    await who.send({ email, password: PASSWORD });
    await (await who.open(await nextLink(server, email))).send({ password: PASSWORD });
    await who.follow('Continue to Web');
    expect(who.heading).toBe('Sign in');
    await who.signIn(email, PASSWORD);
    // The other user is signed out by a form that browsers send by themselves.
    for (const name of ['xsrf', 'decision']) {
      const form = who.left ? undefined : formWith(who.page, name);
      if (form) await who.send(name === 'xsrf' ? { xsrf: form.fields.xsrf! } : { decision: 'allow' });
    }
    expect(who.left?.searchParams.get('code')).toBeTruthy();
    expect(who.left?.searchParams.get('state')).toBe('basket');
  });

  test('with `prompt=create`, people who have an account sign in instead', async () => {
    const [who, { username }] = [visitor(), await graphql.createPerson(admin, graphql.newName('old'))];
    await (await who.begin(web, { prompt: 'create' })).follow('Sign in');
    expect((await who.signIn(username, PASSWORD))?.searchParams.get('code')).toBeTruthy();
  });

  test('the page refuses what the mutation refuses, and keeps what was entered', async () => {
    const who = await (await visitor().begin(web)).follow('Create an account');
    for (const [fields, alert] of [
      [{ email: 'x@example.org', password: 'short' }, 'The password must have at least 15 characters.'],
      [{ email: 'x@example.org', password: 'passwordpassword' }, 'The password is too easy to guess.'],
      [{ email: 'nonsense', password: PASSWORD }, 'Enter a valid e-mail address.'],
      [{ email: 'x@example.org', password: '' }, 'Enter your e-mail address and a password.'],
    ] as const) {
      await who.send({ ...fields, name: 'Ann' });
      expect([who.page.status, who.alert]).toEqual([400, expect.stringContaining(alert)]);
      expect(formWith(who.page, 'email')?.fields).toMatchObject({ email: fields.email, name: 'Ann', password: '' });
    }
    expect(await statusOf('x@example.org')).toBeUndefined();
  });

  test('a form from elsewhere registers nobody', async () => {
    const [who, email] = [visitor(), newEmail()];
    await (await who.begin(web, { prompt: 'create' })).send({ email, password: PASSWORD, csrf: 'forged' });
    expect([who.page.status, who.heading]).toEqual([403, 'Create an account']);
    expect(await statusOf(email)).toBeUndefined();
  });

  test('says nothing of addresses that have an account: only their owners get another mail', async () => {
    const { email, id } = await graphql.createPerson(admin, graphql.newName('known'));
    const unknown = newEmail();
    const pages = [];
    for (const address of [email, unknown]) {
      const who = await visitor().open('/signin/sign-up');
      await who.send({ email: address, password: PASSWORD });
      pages.push(who.page.html.replaceAll(address, ''));
    }
    expect(pages[0]).toBe(pages[1]);
    expect((await server.next(email)).subject).toBe('You already have an account');
    expect(await graphql.statusOf(admin, id)).not.toBe('PENDING_CONFIRMATION');
  });

  test('page and mutation share their limits', async () => {
    const email = newEmail();
    for (let n = 0; n < 5; n += 1) await ok(anybody('registerUser', { email, password: PASSWORD }));
    expect(codeOf(await anybody('registerUser', { email, password: PASSWORD }))).toBe('RATE_LIMITED');
    const who = await visitor().open('/signin/sign-up');
    await who.send({ email, password: PASSWORD });
    expect([who.page.status, who.alert]).toEqual([429, 'Too many requests. Try again in 60 minutes.']);
  });

  test('a registration that is under way when it is turned off is refused', async () => {
    const [who, email] = [visitor(), newEmail()];
    await who.begin(web, { prompt: 'create' });
    await forbid();
    await who.send({ email, password: PASSWORD });
    expect(who.page.status).toBe(404);
    expect(await statusOf(email)).toBeUndefined();
    await allowRegistration(admin);
  });
});
