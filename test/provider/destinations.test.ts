/** A flow that began at an application ends there: in the same browser it resumes the sign-in, in another one the application begins anew. */
import { SoftwarePasskey } from '../support/passkeys';
import * as graphql from '../support/graphql';
import { ok, PASSWORD } from '../support/graphql';
import { linkIn } from '../support/mail';
import { mutate, refusalsOf } from '../support/mutate';
import { allowRegistration, nextLink } from '../support/registration';
import { byName, startWithMail, type WithMail } from '../support/start';
import { Visitor } from '../support/visitor';

const START = 'https://shop.example/login?tenant=7';
const NEW = 'a wholly different secret';

let { server, service, admin, web, anybody, stop } = {} as WithMail;
let shop: graphql.Registered;
beforeAll(async () => {
  ({ server, service, admin, web, anybody, stop } = await startWithMail(await byName()));
  shop = await application({ name: 'Shop', initiateLoginUri: START });
  await allowRegistration(admin);
}, 60_000);
afterAll(() => stop?.());

const application = (input: Record<string, unknown>) =>
  graphql.createApplication(service, admin, {
    ...{ kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], firstParty: true },
    ...{ scopes: ['openid', 'self', 'account'], ...input },
  });
const somebody = () => graphql.createPerson(admin, graphql.newName('traveller'));
const visitor = () => new Visitor(service.url);
const startOf = (client: graphql.Registered) => `${START}&iss=${encodeURIComponent(client.issuer)}`;
/** Asks for a new password on the sign-in page of the application, and returns the link of the mail. */
const forget = async (who: Visitor, email: string, client = shop, parameters: Record<string, string> = {}) => {
  await (await who.begin(client, parameters)).follow('Forgot your password?');
  await who.send({ email });
  expect(who.heading).toBe('Check your e-mail');
  return linkIn(await server.next(email, ({ subject }) => subject === 'Reset your password'));
};

describe('recovery', () => {
  test('in the browser where the sign-in began, ends at the application with the sign-in that began there', async () => {
    const [who, { email, username }] = [visitor(), await somebody()];
    const link = await forget(who, email, shop, { state: 'of-the-basket' });
    await (await who.open(link)).send({ newPassword: NEW });
    expect(who.heading).toBe('Your password is set');
    await who.follow('Continue to Shop');
    expect(who.heading).toBe('Sign in');
    const back = await who.signIn(username, NEW);
    expect(back?.href).toMatch(`${graphql.REDIRECT_URI}?code=`);
    expect(back?.searchParams.get('state')).toBe('of-the-basket');
  });

  test('also where the same person was signed in, and the new password has ended that session', async () => {
    const [who, { email, username }] = [visitor(), await somebody()];
    await who.begin(shop);
    await who.signIn(username, PASSWORD);
    const link = await forget(who, email, shop, { prompt: 'login' });
    await (await who.open(link)).send({ newPassword: NEW });
    await who.follow('Continue to Shop');
    expect((await who.signIn(username, NEW))?.href).toMatch(`${graphql.REDIRECT_URI}?code=`);
  });

  test('in another browser, leads to where the application begins a sign-in', async () => {
    const [who, elsewhere, { email }] = [visitor(), visitor(), await somebody()];
    const link = await forget(who, email);
    await (await elsewhere.open(link)).send({ newPassword: NEW });
    expect(elsewhere.link('Continue to Shop')).toBe(startOf(shop));
  });

  test('names an application that registered no such address, and links nowhere', async () => {
    const [who, elsewhere, { email }] = [visitor(), visitor(), await somebody()];
    const link = await forget(who, email, web);
    await (await elsewhere.open(link)).send({ newPassword: NEW });
    expect(elsewhere.page.html).toMatch(/Open <bdi class="name">Web<\/bdi> and sign in\./);
    expect(elsewhere.page.html).not.toContain('<a ');
  });

  test('does not resume a sign-in at another application, nor one that is over', async () => {
    const [who, { email, username }] = [visitor(), await somebody()];
    const link = await forget(who, email);
    await (await who.begin(web)).follow('Forgot your password?');
    await (await who.open(link)).send({ newPassword: NEW });
    expect(who.link('Continue to Shop')).toBe(startOf(shop));

    const again = await forget(who, email);
    await who.open(who.link('Back to the sign-in')!);
    await who.signIn(username, NEW);
    await (await who.open(again)).send({ newPassword: `${NEW} again` });
    expect(who.link('Continue to Shop')).toBe(startOf(shop));
  });

  test('nothing that a request says changes where it leads', async () => {
    const [who, { email }] = [visitor(), await somebody()];
    const evil = 'https://evil.example/';
    const link = await forget(who, email);
    for (const name of ['application', 'applicationId', 'redirect_uri', 'url', 'return', 'destination'])
      link.searchParams.set(name, evil);
    const elsewhere = visitor();
    await (await elsewhere.open(link)).open(link, { ...Object.fromEntries(link.searchParams), newPassword: NEW });
    expect(elsewhere.heading).toBe('Your password is set');
    expect(elsewhere.link('Continue to Shop')).toBe(startOf(shop));
    expect(elsewhere.page.html).not.toContain('evil');
  });

  test('requested by the mutation, leads to the application that was named; unknown ones are refused', async () => {
    const { email } = await somebody();
    expect(refusalsOf(await anybody('requestPasswordReset', { email, applicationId: 'app_01hqxyz' }))).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'applicationId'] },
    ]);
    await ok(anybody('requestPasswordReset', { email, applicationId: shop.applicationId }));
    const who = visitor();
    await (await who.open(await nextLink(server, email))).send({ newPassword: NEW });
    expect(who.link('Continue to Shop')).toBe(startOf(shop));
  });

  test('an application that was disabled meanwhile is not named any more', async () => {
    const gone = await application({ name: 'Gone', initiateLoginUri: START });
    const [who, { email }] = [visitor(), await somebody()];
    const link = await forget(who, email, gone);
    await ok(mutate(admin, 'disableApplication', { applicationId: gone.applicationId }));
    await (await who.open(link)).send({ newPassword: NEW });
    expect(who.page.html).toContain('Return to the application that you want to use.');
    expect(who.page.html).not.toContain('Gone');
  });
});

describe('registration', () => {
  test('requested by the mutation for an application, leads there once the address is confirmed, after a second mail too', async () => {
    const email = `${graphql.newName('joiner')}@example.org`;
    await ok(anybody('registerUser', { email, password: PASSWORD, applicationId: shop.applicationId }));
    await nextLink(server, email);
    await ok(anybody('resendConfirmation', { email }));
    const who = visitor();
    await (await who.open(await nextLink(server, email))).send({ password: PASSWORD });
    expect(who.heading).toBe('Your e-mail address is confirmed');
    expect(who.link('Continue to Shop')).toBe(startOf(shop));
  });
});

describe('invitation', () => {
  const invite = async (input: Record<string, unknown>) =>
    (await ok(mutate(admin, 'inviteUser', input, 'link'))).inviteUser.link as string;

  test('ends at the application that it names', async () => {
    const who = visitor();
    await who.open(await invite({ applicationId: shop.applicationId }));
    await who.send({ username: graphql.newName('guest'), password: PASSWORD });
    expect(who.heading).toBe('Your account is ready');
    expect(who.link('Continue to Shop')).toBe(startOf(shop));
  });

  test('by default ends at the application that invites', async () => {
    const inviter = await graphql.createPerson(admin, graphql.newName('host'), 'ADMIN');
    const desk = await application({ name: 'Desk', initiateLoginUri: START, scopes: ['openid', 'users:create'] });
    const ask = await graphql.signedIn(service, desk, inviter.username, 'openid users:create');
    const { inviteUser } = await ok(mutate(ask, 'inviteUser', {}, 'link'));
    const who = visitor();
    await (await who.open(inviteUser.link)).send({ username: graphql.newName('guest'), password: PASSWORD });
    expect(who.link('Continue to Desk')).toBe(startOf(desk));
  });

  test('cannot name an application without such an address, and names no client that signs nobody in', async () => {
    expect(refusalsOf(await mutate(admin, 'inviteUser', { applicationId: web.applicationId }))).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'applicationId'], message: expect.stringContaining('initiateLoginUri') },
    ]);
    const who = visitor();
    await who.open(await invite({}));
    await who.send({ username: graphql.newName('guest'), password: PASSWORD });
    expect(who.page.html).toContain('Return to the application that you want to use.');
  });
});

test('the page that adds a passkey leads back to the application of the link', async () => {
  const { username } = await somebody();
  const ask = await graphql.signedIn(service, shop, username, 'openid account');
  const { enrollPasskey } = await ok(mutate(ask, 'enrollPasskey', {}, 'enrollment { options url }'));
  const { options, url } = enrollPasskey.enrollment;
  const who = await visitor().open(url);
  const response = new SoftwarePasskey().create(options, service.url);
  await who.send({ response: JSON.stringify(response), name: 'Key' });
  expect(who.heading).toBe('Your passkey has been added');
  expect(who.link('Continue to Shop')).toBe(startOf(shop));
});

test.each([
  ['http://shop.example/login', 'plain http'],
  ['javascript:alert(1)', 'a script'],
  ['//evil.example', 'no scheme'],
  ['https://shop.example/#part', 'a fragment'],
  ['https://user:word@shop.example/', 'a user name'],
  ['https://shop.example/"><script>', 'markup'],
])('%s is refused as `initiateLoginUri`: %s', async (initiateLoginUri) => {
  const refused = [{ code: 'INVALID_INPUT', path: ['input', 'initiateLoginUri'] }];
  const created = { name: 'X', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], initiateLoginUri };
  expect(refusalsOf(await mutate(admin, 'createApplication', created))).toMatchObject(refused);
  const updated = { applicationId: web.applicationId, initiateLoginUri };
  expect(refusalsOf(await mutate(admin, 'updateApplication', updated))).toMatchObject(refused);
});

test('`initiateLoginUri` stays where it is left out, and null removes it; a machine has none', async () => {
  const made = await application({ name: 'Y', initiateLoginUri: START });
  const update = async (input: Record<string, unknown>) =>
    (
      await ok(
        mutate(
          admin,
          'updateApplication',
          { applicationId: made.applicationId, ...input },
          'application { initiateLoginUri }',
        ),
      )
    ).updateApplication.application.initiateLoginUri;
  expect([await update({ name: 'Z' }), await update({ initiateLoginUri: null })]).toEqual([START, null]);
  const machine = { name: 'M', kind: 'MACHINE', initiateLoginUri: START };
  expect(refusalsOf(await mutate(admin, 'createApplication', machine))).toMatchObject([{ code: 'INVALID_INPUT' }]);
});
