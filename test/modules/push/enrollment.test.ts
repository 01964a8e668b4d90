/** enrollPushAuthentication and revokePushNotifications: whose device gets push messages, on how many, and until when. */
import {
  as,
  type Ask,
  codes,
  createApplication,
  createPerson,
  ERRORS,
  install,
  ok,
  type Person,
  REDIRECT_URI,
  type Registered,
  sql,
  signedIn,
} from '../../support/graphql';
import { PUSHING, startWithAdmin, type WithAdmin } from '../../support/start';

jest.setTimeout(60_000);

let { service, admin, stop } = {} as WithAdmin;
beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin({
    ...PUSHING,
    LOG_LEVEL: 'debug',
  }));
});
afterAll(() => stop?.());

const rows = <Row extends object>(text: string, values: unknown[] = []) => sql<Row>(service.databaseUrl, text, values);
let made = 0;
const newAddress = () => `address-${(made += 1)}-${'x'.repeat(20)}`;

const mobileApplication = (pushMode?: string): Promise<Registered> =>
  createApplication(service, admin, {
    name: `App ${(made += 1)}`,
    kind: 'MOBILE',
    firstParty: true,
    redirectUris: [REDIRECT_URI],
    scopes: ['openid', 'self', 'account'],
    ...(pushMode ? { pushMode } : {}),
  });
const person = (): Promise<Person> => createPerson(admin, `person${(made += 1)}`);

interface Phone {
  ask: Ask;
  deviceId: string;
  client: Registered;
}
/** The user signs in on the installation, and has mobile authentication there. */
const on = async (client: Registered, { id, username }: Person, { mobile = true } = {}): Promise<Phone> => {
  const ask = await signedIn(service, client, username, 'openid self account');
  const { viewer } = await ok(ask('{ viewer { session { device { id } } } }'));
  if (mobile)
    await rows(
      `update device_links set mobile_enrolled_at = now() from users u, devices d
       where u.id = device_links.user_id and d.id = device_links.device_id and u.username = $1 and d.client_id = $2`,
      [username, client.clientId],
    );
  void id;
  return { ask, deviceId: viewer.session.device.id, client };
};
const newPhone = async (app: Registered, who: Person, options?: { mobile?: boolean }): Promise<Phone> =>
  on(await install(app, 'Phone'), who, options);

const RECEIPT = `revocation { id action dryRun replayed counts { pushEnrollments deviceLinks sessions accessTokens } items { nodes { type itemId } } }`;
const enroll = async (ask: Ask, address: string, input: object = {}) => {
  const answer = await ask(
    `mutation ($input: EnrollPushAuthenticationInput!) { enrollPushAuthentication(input: $input) {
       deviceLink { device { id } mobileAuthentication { enabled } pushAuthentication { enabled enrolledAt } } ${RECEIPT} ${ERRORS} } }`,
    { input: { provider: 'WEBHOOK', address, ...input } },
  );
  if (answer.errors.length > 0) throw new Error(answer.text);
  return answer.data.enrollPushAuthentication;
};
const revoke = async (ask: Ask, userId: string, deviceId: string, input: object = {}) => {
  const answer = await ask(
    `mutation ($input: RevokePushNotificationsInput!) { revokePushNotifications(input: $input) { user { id } device { id } ${RECEIPT} ${ERRORS} } }`,
    { input: { userId, deviceId, ...input } },
  );
  if (answer.errors.length > 0) throw new Error(answer.text);
  return answer.data.revokePushNotifications;
};
const code = (payload: { errors: { code: string }[] }) => payload.errors.map((error) => error.code);
const shown = async ({ id }: Person): Promise<Record<string, boolean[]>> => {
  const { user } = await ok(
    admin(
      `query ($id: ID!) { user(by: { id: $id }) { devices(first: 50) { nodes { device { id } mobileAuthentication { enabled } pushAuthentication { enabled } } } } }`,
      { id },
    ),
  );
  type Link = {
    device: { id: string };
    mobileAuthentication: { enabled: boolean };
    pushAuthentication: { enabled: boolean };
  };
  return Object.fromEntries(
    (user.devices.nodes as Link[]).map((link) => [
      link.device.id,
      [link.mobileAuthentication.enabled, link.pushAuthentication.enabled],
    ]),
  );
};
const addresses = async (...wanted: string[]): Promise<string[]> =>
  (await rows<{ address: string }>('select address from push_enrollments where address = any($1)', [wanted])).map(
    ({ address }) => address,
  );
const eventsOf = async ({ id }: Person) =>
  (
    await ok(
      admin(
        `query ($id: ID!) { events(first: 50, filter: { userId: $id, type: [PUSH_ENROLLED, PUSH_REVOKED] }, orderBy: { field: OCCURRED_AT, direction: ASC }) { nodes { type reason details device { id } revocation { id } } } }`,
        { id },
      ),
    )
  ).events.nodes;

describe('enrollPushAuthentication', () => {
  it('is by the user on that device, is shown, and is one event without the address', async () => {
    const alice = await person();
    const phone = await newPhone(await mobileApplication(), alice);
    const address = newAddress();
    const { deviceLink, revocation, errors } = await enroll(phone.ask, address);
    expect([errors, revocation]).toEqual([[], null]);
    expect(deviceLink).toEqual({
      device: { id: phone.deviceId },
      mobileAuthentication: { enabled: true },
      pushAuthentication: { enabled: true, enrolledAt: expect.any(String) },
    });
    expect(await enroll(phone.ask, address)).toMatchObject({ errors: [], deviceLink });
    expect(await eventsOf(alice)).toEqual([
      {
        type: 'PUSH_ENROLLED',
        reason: null,
        details: { provider: 'WEBHOOK' },
        device: { id: phone.deviceId },
        revocation: null,
      },
    ]);
  });

  it('replaces the address of a device that got another', async () => {
    const alice = await person();
    const phone = await newPhone(await mobileApplication('SINGLE'), alice);
    const [first, second] = [newAddress(), newAddress()];
    await enroll(phone.ask, first);
    expect(code(await enroll(phone.ask, second))).toEqual([]);
    expect(await addresses(first, second)).toEqual([second]);
    const other = await newPhone(await mobileApplication(), await person());
    expect(code(await enroll(other.ask, first))).toEqual([]);
  });

  it('does nothing in a dry run', async () => {
    const phone = await newPhone(await mobileApplication(), await person());
    const address = newAddress();
    expect(code(await enroll(phone.ask, address, { dryRun: true }))).toEqual([]);
    expect(await addresses(address)).toEqual([]);
  });

  it('is refused before mobile authentication: INVALID_STATE', async () => {
    const alice = await person();
    const phone = await newPhone(await mobileApplication(), alice, { mobile: false });
    const address = newAddress();
    expect(code(await enroll(phone.ask, address))).toEqual(['INVALID_STATE']);
    expect([await addresses(address), await eventsOf(alice)]).toEqual([[], []]);
  });

  it('is refused to whoever is not a user on a device', async () => {
    const web = await createApplication(service, admin, {
      name: 'Web',
      kind: 'WEB',
      firstParty: true,
      redirectUris: [REDIRECT_URI],
      scopes: ['openid', 'self', 'account'],
    });
    const alice = await person();
    const browser = await signedIn(service, web, alice.username, 'openid self account');
    expect(code(await enroll(browser, newAddress()))).toEqual(['INVALID_STATE']);
    const query = `mutation { enrollPushAuthentication(input: { provider: WEBHOOK, address: "x" }) { ${ERRORS} } }`;
    expect([codes(await admin(query)), codes(await as(service)(query))]).toEqual([['FORBIDDEN'], ['UNAUTHENTICATED']]);
  });

  it('is refused for an address in use on another device: CONFLICT', async () => {
    const app = await mobileApplication();
    const [alice, bob] = [await person(), await person()];
    const [phone, tablet, bobs] = [await newPhone(app, alice), await newPhone(app, alice), await newPhone(app, bob)];
    const address = newAddress();
    await enroll(phone.ask, address);
    const refused = await enroll(bobs.ask, address);
    expect(refused.errors).toEqual([
      {
        __typename: 'OperationRefused',
        code: 'CONFLICT',
        message: expect.not.stringContaining(address),
        path: ['input', 'address'],
      },
    ]);
    expect(code(await enroll(tablet.ask, address))).toEqual(['CONFLICT']);
    expect([await shown(bob), await eventsOf(bob)]).toEqual([{ [bobs.deviceId]: [true, false] }, []]);
  });

  it('serves each user of one device at the address that the device has', async () => {
    const [alice, bob] = [await person(), await person()];
    const client = await install(await mobileApplication('SINGLE'), 'Shared');
    const address = newAddress();
    for (const who of [alice, bob]) expect(code(await enroll((await on(client, who)).ask, address))).toEqual([]);
    expect(await addresses(address)).toHaveLength(2);
  });

  it('gives an address that several devices enroll at once to one of them', async () => {
    const app = await mobileApplication();
    const phones = await Promise.all(
      Array.from({ length: 4 }, async () => newPhone(app, await createPerson(admin, `racer${(made += 1)}`))),
    );
    for (let round = 0; round < 3; round += 1) {
      const address = newAddress();
      const answers = await Promise.all(phones.map(({ ask }) => enroll(ask, address)));
      expect(answers.map((answer) => code(answer)[0] ?? 'OK').sort()).toEqual([
        'CONFLICT',
        'CONFLICT',
        'CONFLICT',
        'OK',
      ]);
      expect(await addresses(address)).toEqual([address]);
    }
  });

  it('refuses hostile and over-long addresses, and services that are not set up', async () => {
    const alice = await person();
    const phone = await newPhone(await mobileApplication(), alice);
    const bad: [string, object][] = [
      ['', {}],
      [' ', {}],
      ['x'.repeat(4_097), {}],
      ['a b', {}],
      ['a\u0000b', {}],
      ['a\r\nx-header: 1', {}],
      ['\ud800', {}],
      ['ünïcode', {}],
      ['../../3/device/x', { provider: 'APNS' }],
      ['zz'.repeat(32), { provider: 'APNS' }],
      ['ab'.repeat(101), { provider: 'APNS' }],
      ['a/b/c/d/e/f/g', { provider: 'FCM' }],
    ];
    for (const [address, input] of bad) {
      const { errors } = await enroll(phone.ask, address, input);
      expect([address, errors]).toEqual([
        address,
        [expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', 'address'] })],
      ]);
    }
    const unknown = await enroll(phone.ask, 'ab'.repeat(32), { provider: 'APNS' });
    expect(unknown.errors).toEqual([
      expect.objectContaining({
        code: 'INVALID_INPUT',
        path: ['input', 'provider'],
        message: expect.stringMatching(/APNS/),
      }),
    ]);
    const none = await phone.ask(
      'mutation { enrollPushAuthentication(input: { provider: PIGEON, address: "x" }) { errors { code } } }',
    );
    expect(codes(none)).toEqual(['BAD_USER_INPUT']);
    expect(await shown(alice)).toEqual({ [phone.deviceId]: [true, false] });
  });
});

describe('pushMode', () => {
  it('SINGLE refuses a second device until push is revoked on the first', async () => {
    const alice = await person();
    const app = await mobileApplication('SINGLE');
    const [phone, tablet] = [await newPhone(app, alice), await newPhone(app, alice)];
    await enroll(phone.ask, newAddress());
    expect(code(await enroll(tablet.ask, newAddress()))).toEqual(['INVALID_STATE']);
    const otherApp = await newPhone(await mobileApplication('SINGLE'), alice);
    expect(code(await enroll(otherApp.ask, newAddress()))).toEqual([]);
    await revoke(phone.ask, alice.id, phone.deviceId);
    expect(code(await enroll(tablet.ask, newAddress()))).toEqual([]);
  });

  it('SINGLE holds when two devices enroll at once', async () => {
    const alice = await person();
    const app = await mobileApplication('SINGLE');
    const phones = [await newPhone(app, alice), await newPhone(app, alice)];
    const answers = await Promise.all(phones.map(({ ask }) => enroll(ask, newAddress())));
    expect(answers.map((answer) => code(answer)[0] ?? 'OK').sort()).toEqual(['INVALID_STATE', 'OK']);
  });

  it('OVERRIDE lets the newest take over, with a receipt and events, also at the same address', async () => {
    const alice = await person();
    const app = await mobileApplication('OVERRIDE');
    const [phone, tablet] = [await newPhone(app, alice), await newPhone(app, alice)];
    const bobs = await newPhone(app, await person());
    const address = newAddress();
    await enroll(phone.ask, address);
    await enroll(bobs.ask, newAddress());
    const trial = await enroll(tablet.ask, address, { dryRun: true });
    expect(trial.revocation).toMatchObject({ dryRun: true, counts: { pushEnrollments: 1 } });
    const { revocation, errors } = await enroll(tablet.ask, address, { reason: 'New tablet' });
    expect(errors).toEqual([]);
    expect(revocation).toMatchObject({
      action: 'enrollPushAuthentication',
      counts: { pushEnrollments: 1, deviceLinks: 0, sessions: 0, accessTokens: 0 },
      items: { nodes: [{ type: 'PUSH_ENROLLMENT', itemId: expect.stringMatching(/^psh_/) }] },
    });
    expect(await shown(alice)).toEqual({ [phone.deviceId]: [true, false], [tablet.deviceId]: [true, true] });
    expect((await eventsOf(alice)).slice(1)).toEqual([
      {
        type: 'PUSH_REVOKED',
        reason: 'New tablet',
        details: { provider: 'WEBHOOK', cause: 'another-device-enrolled' },
        device: { id: phone.deviceId },
        revocation: { id: revocation.id },
      },
      expect.objectContaining({ type: 'PUSH_ENROLLED', device: { id: tablet.deviceId }, revocation: null }),
    ]);
  });

  it('MULTIPLE, the default, allows any number', async () => {
    const alice = await person();
    const app = await mobileApplication();
    for (const phone of [await newPhone(app, alice), await newPhone(app, alice)])
      expect(code(await enroll(phone.ask, newAddress()))).toEqual([]);
    expect(Object.values(await shown(alice))).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it('is changed by updateApplication for those that enroll from then on, of mobile applications only', async () => {
    const app = await mobileApplication();
    const update = (applicationId: string, pushMode: string) =>
      admin(
        `mutation ($input: UpdateApplicationInput!) { updateApplication(input: $input) { application { pushMode } ${ERRORS} } }`,
        { input: { applicationId, pushMode } },
      );
    expect((await ok(update(app.applicationId, 'SINGLE'))).updateApplication.application).toEqual({
      pushMode: 'SINGLE',
    });
    const web = await createApplication(service, admin, { name: 'W', kind: 'WEB', redirectUris: [REDIRECT_URI] });
    const { updateApplication } = (await update(web.applicationId, 'SINGLE')).data;
    expect(updateApplication.errors).toEqual([
      expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', 'pushMode'] }),
    ]);
  });
});

describe('revokePushNotifications', () => {
  it('ends push there and nothing else; mobile authentication stays, and it may enroll again', async () => {
    const alice = await person();
    const app = await mobileApplication();
    const [phone, tablet] = [await newPhone(app, alice), await newPhone(app, alice)];
    const [address, other] = [newAddress(), newAddress()];
    await enroll(phone.ask, address);
    await enroll(tablet.ask, other);
    const trial = await revoke(phone.ask, alice.id, phone.deviceId, { dryRun: true });
    expect([trial.revocation.counts.pushEnrollments, await addresses(address)]).toEqual([1, [address]]);
    const input = { reason: 'Enough', idempotencyKey: 'once' };
    const { user, device, revocation, errors } = await revoke(phone.ask, alice.id, phone.deviceId, input);
    expect([errors, user, device]).toEqual([[], { id: alice.id }, { id: phone.deviceId }]);
    expect(revocation).toMatchObject({
      action: 'revokePushNotifications',
      replayed: false,
      counts: { pushEnrollments: 1, deviceLinks: 0, sessions: 0, accessTokens: 0 },
    });
    expect(revocation.items.nodes).toEqual(trial.revocation.items.nodes);
    expect(await revoke(phone.ask, alice.id, phone.deviceId, input)).toMatchObject({
      revocation: { id: revocation.id, replayed: true },
    });
    expect(await shown(alice)).toEqual({ [phone.deviceId]: [true, false], [tablet.deviceId]: [true, true] });
    expect((await eventsOf(alice)).at(-1)).toEqual({
      type: 'PUSH_REVOKED',
      reason: 'Enough',
      details: { provider: 'WEBHOOK' },
      device: { id: phone.deviceId },
      revocation: { id: revocation.id },
    });
    expect(codes(await phone.ask('{ viewer { kind } }'))).toEqual([]);
    expect(code(await revoke(phone.ask, alice.id, phone.deviceId))).toEqual(['INVALID_STATE']);
    expect(await eventsOf(alice)).toHaveLength(3);
    expect(code(await enroll(phone.ask, address))).toEqual([]);
  });

  it('is for the owner, and for staff who may; to others there is no such user', async () => {
    const [alice, bob] = [await person(), await person()];
    const app = await mobileApplication();
    const [phone, bobs] = [await newPhone(app, alice), await newPhone(app, bob)];
    await enroll(phone.ask, newAddress());
    expect(code(await revoke(bobs.ask, alice.id, phone.deviceId))).toEqual(['NOT_FOUND']);
    expect(code(await revoke(bobs.ask, bob.id, phone.deviceId))).toEqual(['NOT_FOUND']);
    expect(code(await revoke(admin, alice.id, alice.id))).toEqual(['NOT_FOUND']);
    expect((await shown(alice))[phone.deviceId]).toEqual([true, true]);
    expect(code(await revoke(admin, alice.id, phone.deviceId))).toEqual([]);
    expect((await shown(alice))[phone.deviceId]).toEqual([true, false]);
  });
});

it('goes with what it hangs on, which frees the address', async () => {
  const app = await mobileApplication();
  const endings: [string, (who: Person, phone: Phone) => Promise<unknown>][] = [
    ['disconnectDevice', (who, { deviceId }) => ending('disconnectDevice', { userId: who.id, deviceId })],
    ['disconnectAllDevices', (who) => ending('disconnectAllDevices', { userId: who.id })],
    ['deleteDevice', (who, { deviceId }) => ending('deleteDevice', { deviceId, confirmedUserIds: [who.id] })],
    [
      'deleteUser',
      async (who) => {
        await ok(
          admin(`mutation ($input: DisableUserInput!) { disableUser(input: $input) { ${ERRORS} } }`, {
            input: { userId: who.id },
          }),
        );
        return ending('deleteUser', { userId: who.id });
      },
    ],
  ];
  const ending = async (name: string, input: object) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const data = await ok(
      admin(`mutation ($input: ${type}!) { ${name}(input: $input) { ${RECEIPT} ${ERRORS} } }`, { input }),
    );
    return data[name].revocation.counts.pushEnrollments;
  };
  const next = await newPhone(await mobileApplication('OVERRIDE'), await person());
  for (const [name, end] of endings) {
    const alice = await person();
    const phone = await newPhone(app, alice);
    const address = newAddress();
    await enroll(phone.ask, address);
    expect([name, await end(alice, phone)]).toEqual([name, 1]);
    expect([name, await addresses(address)]).toEqual([name, []]);
    expect([name, code(await enroll(next.ask, address))]).toEqual([name, []]);
  }
});

it('lets no address out: not in logs, events, receipts or stored keys', async () => {
  const app = await mobileApplication('OVERRIDE');
  const alice = await person();
  const [phone, tablet] = [await newPhone(app, alice), await newPhone(app, alice)];
  const secret = 'never-to-be-seen-again';
  await enroll(phone.ask, secret, { idempotencyKey: 'kept' });
  await enroll((await newPhone(app, await person())).ask, secret);
  await enroll(tablet.ask, secret, { reason: 'moved' });
  await revoke(tablet.ask, alice.id, tablet.deviceId);
  for (const table of ['events', 'revocations', 'revocation_items', 'idempotency_keys', 'device_links'])
    expect([table, await rows(`select 1 from ${table} x where x::text like $1`, [`%${secret}%`])]).toEqual([table, []]);
  expect(service.log()).not.toContain(secret);
});
