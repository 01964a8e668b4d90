/** enrollMobileAuthentication, removeDeviceAuthenticator and revokeMobileAuthentication: keys of a user on a device, and their end. */
import * as graphql from '../../support/graphql';
import { mutate, type Pair, refreshAt, startPair } from '../../support/pair';
import { challengeOf, enroll, enrolled, enrolment, newKey, type Phone, signInOnPhone } from '../../support/phone';

let pair: Pair;
let mobile: graphql.Registered;
let web: graphql.Registered;
beforeAll(async () => {
  pair = await startPair();
  mobile = await graphql.createApplication(pair.first, pair.admin, {
    name: 'Bank',
    kind: 'MOBILE',
    firstParty: true,
    redirectUris: [graphql.REDIRECT_URI],
    scopes: ['openid', 'offline_access', 'self', 'account'],
  });
  web = await graphql.webApplication(pair.first, pair.admin);
}, 60_000);
afterAll(() => pair?.stop());

let people = 0;
const person = () => graphql.createPerson(pair.admin, `phoner${(people += 1)}`);
const newPhone = async (owner?: graphql.Person, installation?: graphql.Registered) =>
  signInOnPhone(pair.first, mobile, owner ?? (await person()), installation);
const linkOf = async ({ owner, deviceId }: Phone) => {
  const { user } = await graphql.ok(
    pair.adminAtSecond(
      `query ($id: ID!) { user(by: { id: $id }) { authenticators { id } devices { nodes { device { id } mobileAuthentication { enabled enrolledAt } pushAuthentication { enabled } authenticators { id kind name lastUsedAt } } } } }`,
      { id: owner.id },
    ),
  );
  return user.devices.nodes.find((link: { device: { id: string } }) => link.device.id === deviceId);
};
const counts = () => graphql.rowCounts(pair.first.databaseUrl);
const codesOf = async (answer: Promise<graphql.Answer>, name: string) =>
  (await answer).data[name].errors.map(({ code, path }: { code: string; path: string[] | null }) => [
    code,
    path?.at(-1),
  ]);
const eventsOf = async (phone: Phone) =>
  (
    await graphql.ok(
      pair.admin('query ($d: ID!) { events(filter: { deviceId: $d }) { nodes { type } } }', { d: phone.deviceId }),
    )
  ).events.nodes.map(({ type }: { type: string }) => type);
const end = (name: string, input: Record<string, unknown>, by = pair.admin) =>
  by(
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { deviceLink { mobileAuthentication { enabled } pushAuthentication { enabled } }
      revocation { action counts { authenticators sessions accessTokens } items(first: 9) { nodes { type itemId } } } ${graphql.ERRORS} } }`,
    { input },
  );

describe('enrollMobileAuthentication', () => {
  test.each(['ES256', 'EdDSA'] as const)('takes a key by %s that the device proves to hold', async (algorithm) => {
    const phone = await newPhone();
    expect(await linkOf(phone)).toMatchObject({ mobileAuthentication: { enabled: false }, authenticators: [] });
    const key = await newKey(algorithm);
    const input = await enrolment(phone, key, { kind: 'BIOMETRIC', name: 'Thumb' });
    const { enrollMobileAuthentication: done } = await graphql.ok(enroll(phone, input));
    expect(done.deviceLink.mobileAuthentication).toEqual({ enabled: true, enrolledAt: expect.any(String) });
    expect((await linkOf(phone)).authenticators).toEqual([
      { id: done.authenticator.id, kind: 'BIOMETRIC', name: 'Thumb', lastUsedAt: null },
    ]);
    expect(await eventsOf(phone)).toContain('MOBILE_AUTHENTICATION_ENROLLED');
  });

  test('takes further keys, each of its own kind', async () => {
    const phone = await newPhone();
    await enrolled(phone);
    await enrolled(phone, { kind: 'PIN', name: 'My PIN' });
    expect((await linkOf(phone)).authenticators).toMatchObject([
      { kind: 'DEVICE_KEY', name: 'DEVICE_KEY' },
      { kind: 'PIN', name: 'My PIN' },
    ]);
    expect(await eventsOf(phone)).toContain('AUTHENTICATOR_ENROLLED');
  });

  test('does nothing for what is no proof, and says what is wrong', async () => {
    const phone = await newPhone();
    const other = await newPhone();
    const [key, stranger] = [await newKey(), await newKey()];
    const good = await enrolment(phone, key);
    const old = await challengeOf(phone);
    await graphql.sql(
      pair.first.databaseUrl,
      `update device_challenges set expires_at = now() where hash = sha256($1::text::bytea)`,
      [old],
    );
    const signed = (claims: object) =>
      key.sign({
        purpose: 'enrollMobileAuthentication',
        challenge: good.challenge,
        deviceId: phone.deviceId,
        ...claims,
      });
    const before = await counts();
    for (const [change, code, field] of [
      [{ signature: await stranger.sign({ challenge: good.challenge }) }, 'INVALID_SIGNATURE', 'signature'],
      [{ signature: await signed({ deviceId: other.deviceId }) }, 'INVALID_SIGNATURE', 'signature'],
      [{ signature: await signed({ purpose: 'answerAuthentication' }) }, 'INVALID_SIGNATURE', 'signature'],
      [{ signature: 'nonsense' }, 'INVALID_SIGNATURE', 'signature'],
      [{ signature: 'x'.repeat(5_000) }, 'INVALID_SIGNATURE', 'signature'],
      [{ publicKey: stranger.jwk }, 'INVALID_SIGNATURE', 'signature'],
      [{ publicKey: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }, 'INVALID_INPUT', 'publicKey'],
      [{ publicKey: { ...key.jwk, x: 'AAAA' } }, 'INVALID_INPUT', 'publicKey'],
      [{ publicKey: { ...key.jwk, d: 'secret' } }, 'INVALID_INPUT', 'publicKey'],
      [{ publicKey: {} }, 'INVALID_INPUT', 'publicKey'],
      [{ challenge: await challengeOf(other) }, 'INVALID_INPUT', 'challenge'],
      [{ challenge: old }, 'INVALID_INPUT', 'challenge'],
      [{ challenge: 'made up' }, 'INVALID_INPUT', 'challenge'],
      [{ name: '' }, 'INVALID_INPUT', 'name'],
      [{ name: 'x'.repeat(101) }, 'INVALID_INPUT', 'name'],
    ] as [Record<string, unknown>, string, string][])
      expect([change, await codesOf(enroll(phone, { ...good, ...change }), 'enrollMobileAuthentication')]).toEqual([
        change,
        [[code, field]],
      ]);
    expect(await counts()).toEqual(before);
    expect(await linkOf(phone)).toMatchObject({ mobileAuthentication: { enabled: false }, authenticators: [] });
    await graphql.ok(enroll(phone, good));
    expect(await codesOf(enroll(phone, good), 'enrollMobileAuthentication')).toEqual([['INVALID_INPUT', 'challenge']]);
    expect(await codesOf(enroll(other, await enrolment(other, key)), 'enrollMobileAuthentication')).toEqual([
      ['CONFLICT', 'publicKey'],
    ]);
  });

  test('is for the app on that device: not in a browser, on another device, or for a machine', async () => {
    const phone = await newPhone();
    const tablet = await newPhone(phone.owner);
    const { access_token: token } = await graphql.tokensOf(web, phone.owner.username, 'openid self account');
    const browser = graphql.as(pair.first, token);
    const input = await enrolment(phone, await newKey());
    const challenge = (by: graphql.Ask, deviceId: string) =>
      by(`mutation { createDeviceChallenge(input: { deviceId: "${deviceId}" }) { errors { code path } } }`);
    const stranger = await newPhone();
    for (const [by, code] of [
      [browser, 'INVALID_STATE'],
      [tablet.ask, 'INVALID_STATE'],
      [stranger.ask, 'NOT_FOUND'],
    ] as const) {
      expect(await codesOf(enroll({ ask: by }, input), 'enrollMobileAuthentication')).toEqual([[code, 'deviceId']]);
      expect(await codesOf(challenge(by, phone.deviceId), 'createDeviceChallenge')).toEqual([[code, 'deviceId']]);
    }
    expect(graphql.codes(await enroll({ ask: pair.admin }, input))).toEqual(['FORBIDDEN']);
  });
});

describe('removeDeviceAuthenticator', () => {
  test('removes that one, and the last takes mobile authentication with it', async () => {
    const phone = await newPhone();
    const [first, second] = [await enrolled(phone), await enrolled(phone, { kind: 'PIN' })];
    const { removeDeviceAuthenticator: one } = await graphql.ok(
      end('removeDeviceAuthenticator', { authenticatorId: first.id }, phone.ask),
    );
    expect(one).toMatchObject({
      deviceLink: { mobileAuthentication: { enabled: true } },
      revocation: { counts: { authenticators: 1 }, items: { nodes: [{ type: 'AUTHENTICATOR', itemId: first.id }] } },
    });
    expect((await linkOf(phone)).authenticators.map(({ id }: { id: string }) => id)).toEqual([second.id]);
    const { removeDeviceAuthenticator: last } = await graphql.ok(
      end('removeDeviceAuthenticator', { authenticatorId: second.id }),
    );
    expect(last.deviceLink.mobileAuthentication.enabled).toBe(false);
    expect(await eventsOf(phone)).toEqual(
      expect.arrayContaining(['AUTHENTICATOR_REMOVED', 'MOBILE_AUTHENTICATION_REVOKED']),
    );
  });

  test('of somebody else is not found', async () => {
    const [phone, other] = [await newPhone(), await newPhone()];
    const { id } = await enrolled(phone);
    const before = await counts();
    for (const authenticatorId of [id, phone.deviceId, 'nonsense'])
      expect(
        await codesOf(end('removeDeviceAuthenticator', { authenticatorId }, other.ask), 'removeDeviceAuthenticator'),
      ).toEqual([['NOT_FOUND', 'authenticatorId']]);
    expect(await counts()).toEqual(before);
  });
});

describe('revokeMobileAuthentication', () => {
  test('ends the keys and push; the device, its tokens, other users and other devices stay, and it may be enrolled again', async () => {
    const phone = await newPhone();
    const shared = await newPhone(await person(), phone.client);
    const tablet = await newPhone(phone.owner);
    const [mine] = [await enrolled(phone), await enrolled(shared), await enrolled(tablet)];
    await graphql.sql(
      pair.first.databaseUrl,
      `update device_links set push_enrolled_at = now() where mobile_enrolled_at is not null`,
    );
    const target = { userId: phone.owner.id, deviceId: phone.deviceId };
    const foretold = await graphql.ok(end('revokeMobileAuthentication', { ...target, dryRun: true }));
    const { revokeMobileAuthentication: done } = await graphql.ok(end('revokeMobileAuthentication', target));
    expect(foretold.revokeMobileAuthentication.revocation.counts).toEqual(done.revocation.counts);
    expect(done).toMatchObject({
      deviceLink: { mobileAuthentication: { enabled: false }, pushAuthentication: { enabled: false } },
      revocation: {
        counts: { authenticators: 1, sessions: 0, accessTokens: 0 },
        items: { nodes: [{ type: 'AUTHENTICATOR', itemId: mine.id }] },
      },
    });
    for (const untouched of [shared, tablet])
      expect(await linkOf(untouched)).toMatchObject({
        mobileAuthentication: { enabled: true },
        pushAuthentication: { enabled: true },
        authenticators: [{ kind: 'DEVICE_KEY' }],
      });
    expect(await eventsOf(phone)).toEqual(expect.arrayContaining(['MOBILE_AUTHENTICATION_REVOKED', 'PUSH_REVOKED']));
    expect((await refreshAt(pair.second, phone.client, phone.refreshToken)).status).toBe(200);
    await enrolled(phone);
    expect((await linkOf(phone)).mobileAuthentication.enabled).toBe(true);
  });

  test('when it is not enabled is refused, and of somebody else is not found', async () => {
    const [phone, other] = [await newPhone(), await newPhone()];
    const target = { userId: phone.owner.id, deviceId: phone.deviceId };
    const before = await counts();
    expect(await codesOf(end('revokeMobileAuthentication', target), 'revokeMobileAuthentication')).toEqual([
      ['INVALID_STATE', undefined],
    ]);
    expect(await codesOf(end('revokeMobileAuthentication', target, other.ask), 'revokeMobileAuthentication')).toEqual([
      ['NOT_FOUND', 'userId'],
    ]);
    expect(
      await codesOf(
        end('revokeMobileAuthentication', { ...target, deviceId: other.deviceId }),
        'revokeMobileAuthentication',
      ),
    ).toEqual([['NOT_FOUND', 'deviceId']]);
    expect(await counts()).toEqual(before);
  });
});

test.each<[string, (phone: Phone) => Record<string, unknown>]>([
  ['disconnectDevice', ({ owner, deviceId }) => ({ userId: owner.id, deviceId })],
  ['disconnectAllDevices', ({ owner }) => ({ userId: owner.id })],
  ['deleteDevice', ({ owner, deviceId }) => ({ deviceId, confirmedUserIds: [owner.id] })],
])('%s ends the keys, counts them, and they have to be enrolled again', async (name, input) => {
  const phone = await newPhone();
  await enrolled(phone);
  await enrolled(phone, { kind: 'PIN' });
  const done = await mutate(pair.admin, name, input(phone), 'revocation { counts { authenticators deviceLinks } }');
  expect(done.revocation.counts).toEqual({ authenticators: 2, deviceLinks: 1 });
  const left = await graphql.sql(
    pair.first.databaseUrl,
    `select 1 from authenticators a join device_links l on l.id = a.device_link_id join devices d on d.id = l.device_id where a.ended_at is null and l.ended_at is not null`,
  );
  expect(left).toEqual([]);
  if (name === 'deleteDevice') return;
  const again = await newPhone(phone.owner, phone.client);
  expect(await linkOf(again)).toMatchObject({ mobileAuthentication: { enabled: false }, authenticators: [] });
});

test('deleteUser removes the keys, and counts them', async () => {
  const phone = await newPhone();
  await enrolled(phone);
  await mutate(pair.admin, 'disableUser', { userId: phone.owner.id }, '__typename');
  const done = await mutate(
    pair.admin,
    'deleteUser',
    { userId: phone.owner.id },
    'revocation { counts { authenticators } }',
  );
  expect(done.revocation.counts.authenticators).toBe(1);
});
