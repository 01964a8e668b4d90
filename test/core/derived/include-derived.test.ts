/** What was created with a token or a session, directly or through what that created, ends with `includeDerived`, and only then. */
import { clientCredentials, signIn } from '../../../src/tools/oidc-flow';
import { browse, CookieJar, formWith } from '../../../src/tools/browser';
import * as graphql from '../../support/graphql';
import { allowImpersonation, begin } from '../../support/impersonation';
import { refusal } from '../../support/mutate';
import { mutate } from '../../support/pair';
import { enrolledPasskey, signInWithPasskey } from '../../support/passkeys';
import { type DerivedWorld, derivedWorld, type Signed, some, typesOf } from '../../support/derived';
import { freePort, type Service, startService } from '../../support/service';
import { codeAt, enrolledTotp, halfAMinuteLater, strongTokens } from '../../support/totp';

let service: Service;
let world: DerivedWorld;
let admin: graphql.Ask;
/** That of the thief, and another that the thief signs in to. */
let shop: graphql.Registered;
let portal: graphql.Registered;

beforeAll(async () => {
  // Browsers know no passkeys for addresses.
  const port = await freePort();
  service = await startService({ env: { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` } });
  world = await derivedWorld(service);
  ({ admin, shop } = world);
  portal = await graphql.webApplication(service, admin, 'Portal');
}, 60_000);
afterAll(() => service?.stop());

const newName = () => world.newName();
const person = (...roles: string[]) => world.person(...roles);
const whoIs = (token: string) => world.whoIs(token);
const signedIn = (somebody: graphql.Person) => world.signedIn(somebody);
const apiToken = (by: graphql.Ask, userId: string, scopes?: string[]) => world.apiToken(by, userId, scopes);
const isActive = (token: string) => world.isActive(token);
const receiptOf = (name: string, input: object, by?: graphql.Ask) => world.receiptOf(name, { ...input }, by);
const rows = <Row extends object>(text: string) => graphql.sql<Row>(service.databaseUrl, text);

describe('a passkey that a token enrolled', () => {
  const story = async () => {
    const victim = await person('ADMIN');
    const passkey = await enrolledPasskey(service, victim.by);
    const thief = (await signInWithPasskey(service, portal, passkey.key, 'openid self account admin'))!;
    const there = await whoIs(thief.tokens.access_token);
    const robot = await world.robot(there.by);
    const token = await apiToken(there.by, robot);
    await enrolledTotp(there.by);
    return { victim, passkey, thief, there, robot, token };
  };

  it('ends with the session that it opened, and with what was created there', async () => {
    const { victim, passkey, there, robot, token } = await story();
    expect(await isActive(token.value)).toBe(true);
    const input = { tokenId: victim.tokenId, includeDerived: true, reason: 'stolen on Monday' };
    const planned = await receiptOf('revokeToken', { ...input, dryRun: true });
    expect(await isActive(token.value)).toBe(true);
    const receipt = await receiptOf('revokeToken', input);
    expect(some(receipt.counts)).toEqual({
      ...{ accessTokens: 2, authenticators: 2, sessions: 1, apiTokens: 1, users: 1 },
    });
    expect(planned.counts).toEqual(receipt.counts);
    expect(typesOf(planned)).toEqual(typesOf(receipt));
    expect(receipt.items.nodes).toEqual(
      expect.arrayContaining([
        { type: 'AUTHENTICATOR', itemId: passkey.id },
        { type: 'SESSION', itemId: there.sessionId },
        { type: 'API_TOKEN', itemId: token.id },
        { type: 'USER', itemId: robot },
      ]),
    );
    expect(await Promise.all([isActive(token.value), isActive(there.accessToken)])).toEqual([false, false]);
    expect(await signInWithPasskey(service, portal, passkey.key)).toBeNull();
    const again = await receiptOf('revokeToken', input);
    expect(again).toMatchObject({ id: receipt.id, replayed: true });
    // Enabled again, the account has none of it back.
    await mutate(admin, 'enableUser', { userId: robot }, 'user { id }');
    expect(await isActive(token.value)).toBe(false);
  });

  it('goes on without includeDerived, and the plan warns of it', async () => {
    const { victim, passkey, there, token } = await story();
    const { plan } = await mutate(
      admin,
      'planRevocation',
      { selector: { revokeToken: { tokenId: victim.tokenId } } },
      'plan { warnings { code count } }',
    );
    const warned = plan.warnings.find(({ code }: { code: string }) => code === 'DERIVED_CREDENTIALS');
    // The passkey, the authenticator app, the session, the account, and its API token.
    expect(warned).toEqual({ code: 'DERIVED_CREDENTIALS', count: 5 });
    const receipt = await receiptOf('revokeToken', { tokenId: victim.tokenId });
    expect(some(receipt.counts)).toEqual({ accessTokens: 1 });
    expect(await Promise.all([isActive(token.value), isActive(there.accessToken)])).toEqual([true, true]);
    expect(await signInWithPasskey(service, portal, passkey.key)).not.toBeNull();

    // The token is dead by now, and what was made with it still ends.
    const later = await receiptOf('revokeToken', { tokenId: victim.tokenId, includeDerived: true });
    expect(later.replayed).toBe(false);
    expect(some(later.counts)).toMatchObject({ authenticators: 2, sessions: 2, apiTokens: 1, users: 1 });
    expect(await isActive(token.value)).toBe(false);
  });

  it.each([
    ['revokeSession', ({ sessionId }: Signed) => ({ sessionId })],
    ['revokeAllSessions', ({ id }: Signed) => ({ userId: id })],
    ['revokeApplicationAccess', ({ id }: Signed) => ({ userId: id, applicationId: shop.applicationId })],
  ] as const)('ends by %s too', async (name, about) => {
    const { victim, passkey, there, token } = await story();
    const receipt = await receiptOf(name, { ...about(victim), includeDerived: true });
    expect(some(receipt.counts)).toMatchObject({ authenticators: 2, apiTokens: 1, users: 1 });
    expect(await Promise.all([isActive(token.value), isActive(there.accessToken)])).toEqual([false, false]);
    expect(await signInWithPasskey(service, portal, passkey.key)).toBeNull();
  });

  it('opens no session where it ends in the middle of the sign-in', async () => {
    const victim = await person();
    const passkey = await enrolledPasskey(service, victim.by);
    const input = { tokenId: victim.tokenId, includeDerived: true };
    const meanwhile = () => receiptOf('revokeToken', input);
    expect(await signInWithPasskey(service, portal, passkey.key, 'openid self', meanwhile)).toBeNull();
    const { user } = await graphql.ok(
      admin('query ($id: ID!) { user(by: { id: $id }) { sessions(filter: { status: [ACTIVE] }) { nodes { id } } } }', {
        id: victim.id,
      }),
    );
    expect(user.sessions.nodes).toEqual([{ id: victim.sessionId }]);
  });

  it('spares the session of the request, where that is asked', async () => {
    const owner = await graphql.createPerson(admin, newName());
    // Signed in with two factors, of which nothing else is derived.
    const { secret } = await enrolledTotp((await signedIn(owner)).by);
    await rows(`delete from derived_credentials where kind = 'AUTHENTICATOR'`);
    const signingIn = async () => whoIs((await strongTokens(service, shop, owner, secret)).access_token);
    const [stolen, present] = [await signingIn(), await signingIn()];
    await mutate(stolen.by, 'createRecoveryCodes', {}, 'codes');
    const receipt = await receiptOf(
      'revokeAllSessions',
      { userId: owner.id, exceptCurrent: true, includeDerived: true },
      present.by,
    );
    expect(receipt.counts.authenticators).toBe(1);
    expect(await Promise.all([isActive(stolen.accessToken), isActive(present.accessToken)])).toEqual([false, true]);
  });

  it('of an earlier key of idempotency is not ended a second time', async () => {
    const { victim } = await story();
    const input = { tokenId: victim.tokenId, includeDerived: true, idempotencyKey: newName() };
    const [first, second] = [await receiptOf('revokeToken', input), await receiptOf('revokeToken', input)];
    expect(second).toEqual({ ...first, replayed: true });
    const { includeDerived: _, ...without } = input;
    expect(await refusal(admin, 'revokeToken', without)).toBe('IDEMPOTENCY_MISMATCH');
  });
});

describe('other credentials', () => {
  it('recovery codes and the session that one of them opened', async () => {
    const person = await graphql.createPerson(admin, newName());
    const owner = await signedIn(person);
    const totp = await enrolledTotp(owner.by);
    await halfAMinuteLater(service.databaseUrl);
    const options = { ...portal, redirectUri: graphql.REDIRECT_URI, username: person.username };
    const withCode = (code: string) =>
      signIn({ ...options, password: graphql.PASSWORD, scope: 'openid self account', code });
    const stolen = await whoIs((await withCode(codeAt(totp.secret))).tokens.access_token);
    const { codes } = await mutate(stolen.by, 'createRecoveryCodes', {}, 'codes');
    const opened = (await withCode(codes[0])).tokens.access_token;
    await halfAMinuteLater(service.databaseUrl);
    const present = await whoIs((await withCode(codeAt(totp.secret))).tokens.access_token);
    const receipt = await receiptOf('revokeSession', { sessionId: stolen.sessionId, includeDerived: true }, present.by);
    expect(some(receipt.counts)).toEqual({ sessions: 2, accessTokens: 2, authenticators: 1 });
    expect(await Promise.all([opened, stolen.accessToken, owner.accessToken].map(isActive))).toEqual([
      ...[false, false, true],
    ]);
    // The owner's own app was there before.
    const { viewer } = await graphql.ok(owner.by('{ viewer { user { authenticators { kind } } } }'));
    expect(viewer.user.authenticators).toEqual([{ kind: 'TOTP' }]);
  });

  it('recovery codes with nothing left to stand in for end as well', async () => {
    const owner = await graphql.createPerson(admin, newName());
    const first = await signedIn(owner);
    const totp = await enrolledTotp(first.by);
    await halfAMinuteLater(service.databaseUrl);
    const options = { ...portal, redirectUri: graphql.REDIRECT_URI, username: owner.username };
    const scope = 'openid self account';
    const second = await signIn({ ...options, password: graphql.PASSWORD, scope, code: codeAt(totp.secret) });
    await mutate(graphql.as(service, second.tokens.access_token), 'createRecoveryCodes', {}, 'codes');
    const receipt = await receiptOf('revokeSession', { sessionId: first.sessionId, includeDerived: true });
    expect(receipt.counts.authenticators).toBe(2);
  });

  it('an API token, its application, the client secret, the token of the machine, and what that made', async () => {
    const { by, tokenId } = await person('ADMIN');
    const robot = await world.robot(by);
    await graphql.assign(admin, { userId: robot, role: 'ADMIN' });
    const script = await apiToken(by, robot, ['admin']);
    const machine = await graphql.createApplication(service, graphql.as(service, script.value), {
      ...{ name: 'Backdoor', kind: 'MACHINE', scopes: ['admin'] },
    });
    const { access_token: machineToken } = await clientCredentials(machine, { scope: 'admin' });
    const last = await graphql.createPerson(graphql.as(service, machineToken), newName());
    const lastSession = await signedIn(last);
    const receipt = await receiptOf('revokeToken', { tokenId, includeDerived: true });
    expect(some(receipt.counts)).toEqual({
      ...{ accessTokens: 3, apiTokens: 1, applications: 1, clientSecrets: 1, users: 2, sessions: 1, passwords: 1 },
    });
    expect(await Promise.all([script.value, machineToken, lastSession.accessToken].map(isActive))).toEqual([
      ...[false, false, false],
    ]);
    await expect(clientCredentials(machine, { scope: 'admin' })).rejects.toThrow(/invalid_client/);
    // Neither comes back to life with its application or its user.
    await mutate(admin, 'enableApplication', { applicationId: machine.applicationId }, 'application { id }');
    await expect(clientCredentials(machine, { scope: 'admin' })).rejects.toThrow(/invalid_client/);
    await mutate(admin, 'enableUser', { userId: last.id }, 'user { id }');
    await expect(signedIn(last)).rejects.toThrow(/sign_in_refused/);
  });

  it('a client secret that was rotated, and what was got with it; the application and what its other secret got stay', async () => {
    const { by, tokenId } = await person('ADMIN');
    const machine = await graphql.createApplication(service, admin, {
      ...{ name: 'Payroll', kind: 'MACHINE', scopes: ['users:create'] },
    });
    const before = (await clientCredentials(machine, { scope: 'users:create' })).access_token;
    const { clientSecret } = await mutate(
      by,
      'rotateClientSecret',
      { applicationId: machine.applicationId },
      'clientSecret',
    );
    const after = (await clientCredentials({ ...machine, clientSecret }, { scope: 'users:create' })).access_token;
    const [kept, gone] = [
      await graphql.createPerson(graphql.as(service, before), newName()),
      await graphql.createPerson(graphql.as(service, after), newName()),
    ];
    const receipt = await receiptOf('revokeToken', { tokenId, includeDerived: true });
    expect(some(receipt.counts)).toEqual({ accessTokens: 2, clientSecrets: 1, users: 1, passwords: 1 });
    expect(await Promise.all([before, after].map(isActive))).toEqual([true, false]);
    await expect(clientCredentials({ ...machine, clientSecret })).rejects.toThrow(/invalid_client/);
    await expect(signedIn(kept)).resolves.toBeDefined();
    await expect(signedIn(gone)).rejects.toThrow(/sign_in_refused/);
  });

  it('a registration token, and what was installed with it', async () => {
    const { by, sessionId } = await person('ADMIN');
    const mobile = await graphql.createApplication(service, admin, {
      ...{ name: 'Pocket', kind: 'MOBILE', redirectUris: [graphql.REDIRECT_URI] },
    });
    const own = await graphql.install(mobile, 'Own');
    const { registrationToken } = await mutate(
      by,
      'rotateRegistrationToken',
      { applicationId: mobile.applicationId },
      'registrationToken',
    );
    const theirs = await graphql.install({ ...mobile, registrationToken }, 'Theirs');
    const receipt = await receiptOf('revokeSession', { sessionId, includeDerived: true });
    expect(some(receipt.counts)).toEqual({ sessions: 1, accessTokens: 1, registrationTokens: 1, devices: 1 });
    await expect(clientCredentials(theirs)).rejects.toThrow(/invalid_client/);
    await expect(clientCredentials(own)).resolves.toBeDefined();
    await expect(graphql.install({ ...mobile, registrationToken }, 'Late')).rejects.toThrow();
  });

  it('a password that was set, with the sessions that it opened', async () => {
    const helper = await person('ADMIN');
    const target = await graphql.createPerson(admin, newName());
    const password = 'a password of the thief';
    await mutate(helper.by, 'setUserPassword', { userId: target.id, password }, 'user { id }');
    const signing = () => graphql.tokensOf(portal, target.username, 'openid self', password);
    const { access_token: theirs } = await signing();
    const receipt = await receiptOf('revokeToken', { tokenId: helper.tokenId, includeDerived: true });
    expect(some(receipt.counts)).toEqual({ accessTokens: 2, sessions: 1, passwords: 1 });
    expect(await isActive(theirs)).toBe(false);
    await expect(signing()).rejects.toThrow(/sign_in_refused/);
    const [event] = await rows<{ type: string }>(
      `select type from events where type = 'PASSWORD_REMOVED' and details ->> 'cause' = 'DERIVED' order by id desc limit 1`,
    );
    expect(event).toBeDefined();
    // Somebody else helps the owner.
    const { link } = await mutate(admin, 'createRecoveryLink', { userId: target.id }, 'link');
    expect(link).toContain('/signin/recovery');
  });

  it('a password that the owner has changed since is not the one that was set', async () => {
    const helper = await person('ADMIN');
    const target = await graphql.createPerson(admin, newName());
    await mutate(
      helper.by,
      'setUserPassword',
      { userId: target.id, password: 'a password of the thief' },
      'user { id }',
    );
    await mutate(admin, 'setUserPassword', { userId: target.id, password: graphql.PASSWORD }, 'user { id }');
    const receipt = await receiptOf('revokeToken', { tokenId: helper.tokenId, includeDerived: true });
    expect(some(receipt.counts)).toEqual({ accessTokens: 1 });
    await expect(signedIn(target)).resolves.toBeDefined();
  });

  it('a recovery link, used or not', async () => {
    const helper = await person('ADMIN');
    const [used, unused] = [await graphql.createPerson(admin, newName()), await graphql.createPerson(admin, newName())];
    const linkOf = async ({ id }: graphql.Person) =>
      new URL((await mutate(helper.by, 'createRecoveryLink', { userId: id }, 'link')).link);
    const jar = new CookieJar();
    const [first, second] = [await linkOf(used), await linkOf(unused)];
    const page = { url: first, status: 200, html: await (await browse(first, jar)).text() };
    const form = formWith(page, 'newPassword')!;
    const newPassword = 'chosen with a stolen link';
    const answer = await browse(form.action, jar, { form: { ...form.fields, newPassword } });
    expect(answer.status).toBe(200);
    const receipt = await receiptOf('revokeSession', { sessionId: helper.sessionId, includeDerived: true });
    expect(some(receipt.counts)).toEqual({ sessions: 1, accessTokens: 1, recoveryLinks: 1, passwords: 1 });
    await expect(graphql.tokensOf(portal, used.username, 'openid self', newPassword)).rejects.toThrow();
    expect((await browse(second, jar)).status).not.toBe(200);
    await expect(signedIn(unused)).resolves.toBeDefined();
  });

  it('an invitation, accepted or not, with the account that it made', async () => {
    const helper = await person('ADMIN');
    const invite = async () => {
      const { link, invitation } = await mutate(helper.by, 'inviteUser', {}, 'link invitation { id }');
      return { secret: new URL(link).searchParams.get('link')!, id: invitation.id as string };
    };
    const [accepted, waiting] = [await invite(), await invite()];
    const username = newName();
    const anybody = graphql.as(service);
    const acceptance = (invitation: string, name: string) => ({
      ...{ invitation, username: name, password: graphql.PASSWORD },
    });
    await mutate(anybody, 'acceptInvitation', acceptance(accepted.secret, username), '__typename');
    const { access_token: theirs } = await graphql.tokensOf(portal, username, 'openid self');
    const receipt = await receiptOf('revokeToken', { tokenId: helper.tokenId, includeDerived: true });
    expect(some(receipt.counts)).toEqual({ accessTokens: 2, sessions: 1, users: 1, passwords: 1, invitations: 1 });
    expect(receipt.items.nodes).toContainEqual({ type: 'INVITATION', itemId: waiting.id });
    expect(await isActive(theirs)).toBe(false);
    expect(await refusal(anybody, 'acceptInvitation', acceptance(waiting.secret, newName()))).toBe('NOT_FOUND');
  });

  it('an impersonation, and what was created in the place of the user', async () => {
    await allowImpersonation(admin);
    const helper = await person('ADMIN');
    const target = await graphql.createPerson(admin, newName());
    const { sessionId } = await begin(helper.by, target.id);
    const receipt = await receiptOf('revokeToken', { tokenId: helper.tokenId, includeDerived: true });
    expect(receipt.items.nodes).toContainEqual({ type: 'SESSION', itemId: sessionId });
    const { session } = await graphql.ok(
      admin('query ($id: ID!) { session(id: $id) { status endReason } }', { id: sessionId }),
    );
    expect(session).toEqual({ status: 'ENDED', endReason: 'SOURCE_REVOKED' });
  });
});
