/** Versions of a mobile application: what LOGIN_ONLY keeps out, what DISABLED ends, and what opening a version again does not bring back. */
import { Client } from 'pg';
import { browse, CookieJar } from '../../../src/tools/browser';
import { authorize, OidcError, registerInstallation, signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import * as pairs from '../../support/pair';
import { signInOnPhone } from '../../support/phone';

let pair: pairs.Pair;
let mobile: graphql.Registered;
let made = 0;
beforeAll(async () => void (pair = await pairs.startPair()), 60_000);
afterAll(() => pair?.stop());
beforeEach(async () => {
  mobile = await graphql.createApplication(pair.first, pair.admin, {
    name: `Mobile ${(made += 1)}`,
    kind: 'MOBILE',
    firstParty: true,
    redirectUris: [graphql.REDIRECT_URI],
    scopes: ['openid', 'offline_access', 'self', 'account'],
  });
});

const someone = () => graphql.createPerson(pair.admin, `person${(made += 1)}`);
const install = (appVersion: string) => graphql.install(mobile, 'Phone', { device_app_version: appVersion });
const set = (appVersion: string, status: string, rest: Record<string, unknown> = {}) =>
  pairs.mutate(
    pair.admin,
    'setApplicationVersionStatus',
    { applicationId: mobile.applicationId, appVersion, status, ...rest },
    'applicationVersion { appVersion status } revocation { id counts { sessions accessTokens refreshTokens devices } }',
  );
const versions = async () =>
  (
    await graphql.ok(
      pair.admin('query ($id: ID!) { application(id: $id) { versions { nodes { appVersion status } totalCount } } }', {
        id: mobile.applicationId,
      }),
    )
  ).application.versions;
const asksAsClient = (client: graphql.Registered) =>
  pairs.tokenAt(pair.second, client, { grant_type: 'client_credentials' });
const faultOf = async (work: Promise<unknown>): Promise<OidcError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OidcError);
  return error as OidcError;
};
const registering = (appVersion: string) =>
  registerInstallation(mobile.issuer, mobile.registrationToken!, { device_app_version: appVersion });
const signingIn = (client: graphql.Registered, { username }: graphql.Person) =>
  signIn({ ...client, redirectUri: graphql.REDIRECT_URI, username, password: graphql.PASSWORD, scope: 'openid' });

describe('setApplicationVersionStatus', () => {
  test('versions are known from the first installation on, and devices can be listed by them', async () => {
    await install('1.0');
    await install('1.0');
    await install('1.1');
    await graphql.install(mobile, 'Silent');
    expect(await versions()).toEqual({
      totalCount: 2,
      nodes: [
        { appVersion: '1.1', status: 'ENABLED' },
        { appVersion: '1.0', status: 'ENABLED' },
      ],
    });
    const { devices } = await graphql.ok(
      pair.admin('query ($filter: DeviceFilter) { devices(filter: $filter) { nodes { appVersion } } }', {
        filter: { applicationId: mobile.applicationId, appVersion: ['1.0'] },
      }),
    );
    expect(devices.nodes).toEqual([{ appVersion: '1.0' }, { appVersion: '1.0' }]);
  });

  test('DISABLED ends what its installations were given, at once; ENABLED brings none of it back, and lets them begin anew', async () => {
    const owner = await someone();
    const phone = await signInOnPhone(pair.first, mobile, owner, await install('1.0'));
    const newer = await signInOnPhone(pair.first, mobile, owner, await install('1.1'));
    const own = await asksAsClient(phone.client);
    expect(own.status).toBe(200);
    const done = await set('1.0', 'DISABLED');
    expect(done).toMatchObject({
      applicationVersion: { appVersion: '1.0', status: 'DISABLED' },
      revocation: { counts: { sessions: 1, accessTokens: 2, refreshTokens: 1, devices: 0 } },
    });
    const dead = async () => {
      expect((await pairs.refreshAt(pair.second, phone.client, phone.refreshToken)).json.error).toBe('invalid_grant');
      for (const token of [phone.token, phone.refreshToken, own.json.access_token as string])
        expect(await pairs.isActiveAt(pair.second, pair.machine, token)).toBe(false);
    };
    await dead();
    expect(await asksAsClient(phone.client)).toMatchObject({
      status: 400,
      json: {
        error: 'unauthorized_client',
        error_description: 'this version of the application has been disabled',
      },
    });
    expect((await pairs.refreshAt(pair.second, newer.client, newer.refreshToken)).status).toBe(200);

    const repeated = await set('1.0', 'DISABLED');
    expect(repeated.revocation.id).toBe(done.revocation.id);
    expect((await set('1.0', 'ENABLED')).revocation).toBeNull();
    await dead();
    expect((await asksAsClient(phone.client)).status).toBe(200);
    expect((await signInOnPhone(pair.first, mobile, owner, phone.client)).deviceId).toBe(phone.deviceId);
  });

  test('DISABLED: the page says that the app is out of date before it asks for a password', async () => {
    const phone = await install('1.0');
    await set('1.0', 'DISABLED');
    const url = new URL(`${pair.first.url}/oidc/auth`);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: phone.clientId,
      redirect_uri: graphql.REDIRECT_URI,
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    }).toString();
    const jar = new CookieJar();
    const page = new URL((await browse(url, jar)).headers.get('location')!, url);
    const answer = await browse(page, jar);
    expect(answer.status).toBe(403);
    const html = await answer.text();
    expect(html).toContain('is no longer supported');
    expect(html).not.toContain('type="password"');
  });

  test('LOGIN_ONLY: who is there goes on and signs in again; nobody new does, and nothing registers', async () => {
    const [owner, guest] = [await someone(), await someone()];
    const phone = await signInOnPhone(pair.first, mobile, owner, await install('1.0'));
    expect((await set('1.0', 'LOGIN_ONLY')).revocation).toBeNull();
    expect((await pairs.refreshAt(pair.second, phone.client, phone.refreshToken)).status).toBe(200);
    expect((await asksAsClient(phone.client)).status).toBe(200);
    await signingIn(phone.client, owner);

    await expect(signingIn(phone.client, guest)).rejects.toThrow();
    const { events } = await graphql.ok(
      pair.admin('query ($filter: EventFilter) { events(first: 1, filter: $filter) { nodes { type details } } }', {
        filter: { userId: guest.id },
      }),
    );
    expect(events.nodes).toEqual([{ type: 'SIGN_IN_FAILED', details: { cause: 'VERSION_CLOSED' } }]);
    const links = 'query ($id: ID!) { user(by: { id: $id }) { devices { totalCount } sessions { totalCount } } }';
    expect((await graphql.ok(pair.admin(links, { id: guest.id }))).user).toEqual({
      devices: { totalCount: 0 },
      sessions: { totalCount: 0 },
    });
    expect(await faultOf(registering('1.0'))).toMatchObject({ error: 'invalid_client_metadata' });
    expect((await registering('1.1')).client_id).toEqual(expect.any(String));
  });

  test('a version can be closed before anybody has it, and is told by an event with what it was', async () => {
    await set('6.6', 'DISABLED', { reason: 'leaks keys' });
    expect(await faultOf(registering('6.6'))).toMatchObject({ error: 'invalid_client_metadata' });
    const { events } = await graphql.ok(
      pair.admin(
        'query ($filter: EventFilter) { events(first: 1, filter: $filter) { nodes { type reason details } } }',
        {
          filter: { applicationId: mobile.applicationId },
        },
      ),
    );
    expect(events.nodes).toEqual([
      {
        type: 'APPLICATION_VERSION_CHANGED',
        reason: 'leaks keys',
        details: { appVersion: '6.6', from: 'ENABLED', to: 'DISABLED' },
      },
    ]);
  });

  test('what cannot be is refused, and nothing is changed', async () => {
    const counts = () => graphql.rowCounts(pair.first.databaseUrl);
    const web = await graphql.webApplication(pair.first, pair.admin);
    const before = await counts();
    const refusal = async (input: Record<string, unknown>) => {
      const { data } = await pair.admin(
        `mutation ($input: SetApplicationVersionStatusInput!) { setApplicationVersionStatus(input: $input) { applicationVersion { id } ${graphql.ERRORS} } }`,
        { input: { applicationId: mobile.applicationId, appVersion: '1.0', status: 'DISABLED', ...input } },
      );
      expect(data.setApplicationVersionStatus.applicationVersion).toBeNull();
      const [error] = data.setApplicationVersionStatus.errors;
      return [error.code, error.path.at(-1)];
    };
    expect(await refusal({ applicationId: web.applicationId })).toEqual(['INVALID_STATE', 'applicationId']);
    expect(await refusal({ applicationId: 'app_x' })).toEqual(['NOT_FOUND', 'applicationId']);
    for (const appVersion of ['', ' 1.0', 'x'.repeat(51), '1\u0000', '1\u202e'])
      expect(await refusal({ appVersion })).toEqual(['INVALID_INPUT', 'appVersion']);
    expect(await refusal({ ifVersion: 7 })).toEqual(['VERSION_CONFLICT', 'ifVersion']);
    expect(await counts()).toEqual(before);
  });

  test.each(['client first', 'ending first'])(
    'client credentials that are issued at that moment do not survive: %s',
    async (order) => {
      const lock = new Client({ connectionString: pair.first.databaseUrl });
      await lock.connect();
      try {
        for (let i = 0; i < 10; i += 1) {
          const phone = await install(`1.${i}`);
          // Both come to a write that waits, and go on together.
          await lock.query('begin');
          await lock.query('lock table tokens in share mode');
          const works = [() => asksAsClient(phone), () => set(`1.${i}`, 'DISABLED')];
          if (order === 'ending first') works.reverse();
          const running = [];
          for (const work of works) {
            running.push(work());
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          await lock.query('commit');
          const answers = await Promise.all(running);
          const issued = answers[order === 'ending first' ? 1 : 0] as Awaited<ReturnType<typeof asksAsClient>>;
          expect([200, 400]).toContain(issued.status);
          await set(`1.${i}`, 'ENABLED');
          if (issued.status === 200)
            expect(await pairs.isActiveAt(pair.second, pair.machine, issued.json.access_token as string)).toBe(false);
        }
      } finally {
        await lock.end();
      }
    },
    60_000,
  );
});

describe('updateMyDevice', () => {
  const update = async (ask: graphql.Ask, input: Record<string, unknown>) =>
    (
      await ask(
        `mutation ($input: UpdateMyDeviceInput!) { updateMyDevice(input: $input) { device { name osVersion appVersion version } ${graphql.ERRORS} } }`,
        { input },
      )
    ).data.updateMyDevice;

  test('an app that was brought up to date says so, and outlives the end of its former version', async () => {
    const { ask, deviceId, client, refreshToken } = await signInOnPhone(
      pair.first,
      mobile,
      await someone(),
      await install('1.0'),
    );
    expect(await update(ask, { deviceId, appVersion: '2.0', osVersion: '18.1', name: 'Mine' })).toEqual({
      device: { name: 'Mine', osVersion: '18.1', appVersion: '2.0', version: 2 },
      errors: [],
    });
    await set('1.0', 'DISABLED');
    expect((await pairs.refreshAt(pair.second, client, refreshToken)).status).toBe(200);
    await set('2.0', 'DISABLED');
    expect((await asksAsClient(client)).status).toBe(400);
  });

  test('a version that is disabled, another’s device, and what is no text are refused', async () => {
    const phone = await signInOnPhone(pair.first, mobile, await someone(), await install('1.0'));
    const { ask, deviceId } = phone;
    await set('0.9', 'DISABLED');
    const refusal = async (asking: graphql.Ask, input: Record<string, unknown>) => {
      const { device, errors } = await update(asking, { deviceId, ...input });
      expect(device).toBeNull();
      return [errors[0].code, errors[0].path.at(-1)];
    };
    expect(await refusal(ask, { appVersion: '0.9' })).toEqual(['INVALID_STATE', 'appVersion']);
    for (const field of ['name', 'osVersion', 'appVersion'])
      for (const text of ['', ' 1', 'x'.repeat(101), '1\n'])
        expect(await refusal(ask, { [field]: text })).toEqual(['INVALID_INPUT', field]);
    const stranger = await signInOnPhone(pair.first, mobile, await someone());
    expect(await refusal(stranger.ask, { name: 'Ours' })).toEqual(['NOT_FOUND', 'deviceId']);
    expect(await refusal(ask, { name: 'Mine', ifVersion: 4 })).toEqual(['VERSION_CONFLICT', 'ifVersion']);
    expect((await update(ask, { deviceId, name: 'Phone' })).device).toMatchObject({ name: 'Phone', version: 1 });
  });
});

test('the sign-in that is under way when its version is closed begins nothing', async () => {
  const owner = await someone();
  const client = await install('1.0');
  const options = {
    ...client,
    redirectUri: graphql.REDIRECT_URI,
    username: owner.username,
    password: graphql.PASSWORD,
  };
  const lock = new Client({ connectionString: pair.first.databaseUrl });
  await lock.connect();
  try {
    // The sign-in has been checked, and waits where the session begins.
    await lock.query('begin');
    await lock.query('lock table device_links in share mode');
    const arriving = authorize({ ...options, scope: 'openid' }).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const closing = set('1.0', 'DISABLED');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await lock.query('commit');
    await closing;
    await arriving;
  } finally {
    await lock.end();
  }
  const live = await graphql.ok(
    pair.admin(
      'query ($id: ID!) { user(by: { id: $id }) { sessions(filter: { status: [ACTIVE] }) { totalCount } accessGrants { totalCount } } }',
      { id: owner.id },
    ),
  );
  expect(live.user).toEqual({ sessions: { totalCount: 0 }, accessGrants: { totalCount: 0 } });
});
