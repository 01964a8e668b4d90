/** From the commit that asks to the listener that hears of it: who is told, who no longer, and what becomes of what cannot be sent. */
import { execFileSync } from 'node:child_process';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { Webhook } from 'standardwebhooks';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/app/data-source';
import { Database } from '../../../src/database/database';
import { notifyDevices } from '../../../src/modules/push/notify';
import { createLogger } from '../../../src/platform/logger';
import { decodeId } from '../../../src/platform/type-id';
import {
  adminToken,
  as,
  type Ask,
  createApplication,
  createPerson,
  ERRORS,
  install,
  ok,
  type Person,
  REDIRECT_URI,
  type Registered,
  signedIn,
} from '../../support/graphql';
import { until } from '../../support/jobs';
import { listen, type Listener } from '../../support/listener';
import { DocumentPage } from '../../support/page-code';
import { startService, type Service } from '../../support/service';

jest.setTimeout(40_000);

const key = randomBytes(32);
const SECRET = `whsec_${key.toString('base64')}`;
let listener: Listener;
let service: Service;
let admin: Ask;
let source: DataSource;
let database: Database;
let app: Registered;
beforeAll(async () => {
  listener = await listen();
  service = await startService({
    env: { PUSH_WEBHOOK_URL: listener.url, PUSH_WEBHOOK_SECRET: SECRET, LOG_LEVEL: 'debug' },
  });
  admin = as(service, await adminToken(service));
  source = await createDataSource(service.databaseUrl, 4, createLogger('silent')).initialize();
  database = Database.of(source);
  app = await createApplication(service, admin, {
    name: 'Shop app',
    kind: 'MOBILE',
    firstParty: true,
    redirectUris: [REDIRECT_URI],
    scopes: ['openid', 'self', 'account'],
  });
}, 60_000);
afterAll(async () => {
  await source?.destroy();
  await service?.stop();
  await listener?.stop();
});
beforeEach(() => {
  listener.received.length = 0;
  listener.reply({ status: 200 });
});

let made = 0;
interface Phone {
  who: Person;
  deviceId: string;
  address: string;
  ask: Ask;
}
/** A user with mobile authentication and push on a device of their own. */
const phoneOf = async (who: Person): Promise<Phone> => {
  const client = await install(app, 'Phone');
  const ask = await signedIn(service, client, who.username, 'openid self account');
  const { viewer } = await ok(ask('{ viewer { session { device { id } } } }'));
  const deviceId = viewer.session.device.id as string;
  await database.execute('update device_links set mobile_enrolled_at = now() where device_id = $1', [
    decodeId('Device', deviceId),
  ]);
  const address = `address-${(made += 1)}`;
  await enroll(ask, address);
  return { who, deviceId, address, ask };
};
const enroll = (ask: Ask, address: string) =>
  ok(
    ask(`mutation ($input: EnrollPushAuthenticationInput!) { enrollPushAuthentication(input: $input) { ${ERRORS} } }`, {
      input: { provider: 'WEBHOOK', address },
    }),
  );
const newPhone = async () => phoneOf(await createPerson(admin, `person${(made += 1)}`));
const change = (name: string, input: object) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return ok(admin(`mutation ($input: ${type}!) { ${name}(input: $input) { ${ERRORS} } }`, { input }));
};
const pushOn = async ({ who, deviceId }: Phone): Promise<boolean> => {
  const { user } = await ok(
    admin(
      `query ($id: ID!) { user(by: { id: $id }) { devices { nodes { device { id } pushAuthentication { enabled } } } } }`,
      {
        id: who.id,
      },
    ),
  );
  type Link = { device: { id: string }; pushAuthentication: { enabled: boolean } };
  return (user.devices.nodes as Link[]).find((link) => link.device.id === deviceId)!.pushAuthentication.enabled;
};

const jobs = async (): Promise<number> =>
  (await database.one<{ n: number }>(
    `select count(*)::int as n from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'push'`,
  ))!.n;
const allDone = () => until(async () => (await jobs()) === 0);

interface Asking {
  seconds?: number;
  applicationId?: string;
  before?: (database: Database) => Promise<void>;
}
/** Asks the user's devices for something, as whoever starts an authentication does. */
const ask = async ({ who }: Phone, { seconds = 60, applicationId = app.applicationId, before }: Asking = {}) => {
  const authenticationId = `authentication-${(made += 1)}`;
  await database.transaction(async (transaction) => {
    await notifyDevices(transaction, {
      authenticationId,
      userId: decodeId('User', who.id)!,
      applicationId: decodeId('Application', applicationId)!,
      expiresAt: new Date(Date.now() + seconds * 1_000),
    });
    await before?.(transaction);
  });
  return authenticationId;
};
const data = (n = 0) => (JSON.parse(listener.received[n]!.body) as { data: Record<string, string> }).data;

it('tells each device that gets push messages, once the request is committed, and nobody else', async () => {
  const phone = await newPhone();
  const tablet = await phoneOf(phone.who);
  await newPhone();
  const authenticationId = await ask(phone, {
    before: async () => {
      await sleep(300);
      expect(listener.received).toEqual([]);
    },
  });
  await allDone();
  expect(listener.received.map((_, n) => data(n).address).sort()).toEqual([phone.address, tablet.address].sort());
  const [{ headers, body }] = listener.received as [Listener['received'][number]];
  expect(data()).toEqual({
    address: expect.any(String),
    authenticationId,
    application: 'Shop app',
    expiresAt: expect.any(String),
  });
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  const receiver = new Webhook(SECRET);
  expect(receiver.verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
  expect(() => receiver.verify(`${body} `, headers as Record<string, string>)).toThrow('No matching signature found');

  // As docs/push.md says.
  const page = new DocumentPage('docs/push.md');
  const [makeSecret, message, check] = page.blocks.map(({ code }) => page.run(code));
  expect(execFileSync('bash', ['-c', makeSecret!]).toString()).toMatch(/^whsec_[\w+/]{43}=\n$/);
  const shapeOf = (text: string) => {
    const { data, ...rest } = JSON.parse(text) as { data: object };
    return [Object.keys(rest), Object.keys(data)].map((names) => names.sort());
  };
  expect(shapeOf(body)).toEqual(shapeOf(message!));
  const genuine = runInNewContext(`${check!.replace(/^import .*$/m, '')}; genuine`, {
    ...{ Buffer, Date, Math, Number, createHmac, timingSafeEqual },
  }) as (headers: object, body: string, secret: string) => boolean;
  expect([genuine(headers, body, SECRET), genuine(headers, `${body} `, SECRET)]).toEqual([true, false]);
  expect(genuine({ ...headers, 'webhook-timestamp': '1' }, body, SECRET)).toBe(false);
  expect(page.left).toEqual([]);
});

it('sends nothing for a request that was rolled back', async () => {
  const phone = await newPhone();
  await expect(ask(phone, { before: () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
  expect(await jobs()).toBe(0);
});

it('looks again right before it sends: not after push was revoked, the user or an application barred, or time is up', async () => {
  const meanwhile: [string, (phone: Phone) => Promise<unknown>, Asking?][] = [
    ['push revoked', ({ who, deviceId }) => change('revokePushNotifications', { userId: who.id, deviceId })],
    ['disconnected', ({ who, deviceId }) => change('disconnectDevice', { userId: who.id, deviceId })],
    ['disabled', ({ who }) => change('disableUser', { userId: who.id })],
    ['deleted', ({ deviceId, who }) => change('deleteDevice', { deviceId, confirmedUserIds: [who.id] })],
    ['expired', () => sleep(1_100), { seconds: 1 }],
  ];
  for (const [what, happens, asking] of meanwhile) {
    const phone = await newPhone();
    // The jobs wait, as those of a worker that is busy do.
    await ask(phone, {
      ...asking,
      before: (transaction) =>
        transaction
          .execute(`update graphile_worker._private_jobs set run_at = now() + interval '1 hour'`)
          .then(() => {}),
    });
    await happens(phone);
    await database.execute(`update graphile_worker._private_jobs set run_at = now()`);
    await allDone();
    expect([what, listener.received]).toEqual([what, []]);
  }
  const asking = await createApplication(service, admin, { name: 'Till', kind: 'WEB', redirectUris: [REDIRECT_URI] });
  const phone = await newPhone();
  await change('disableApplication', { applicationId: asking.applicationId });
  await ask(phone, { applicationId: asking.applicationId });
  await allDone();
  expect(listener.received).toEqual([]);
});

it('tries again, with the same id, until it is delivered', async () => {
  const phone = await newPhone();
  listener.reply(() => ({ status: listener.received.length < 3 ? 503 : 200 }));
  await ask(phone);
  await allDone();
  expect(listener.received).toHaveLength(3);
  expect(new Set(listener.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await pushOn(phone)).toBe(true);
});

it('gives up when nobody waits any more, which ends nothing', async () => {
  const phone = await newPhone();
  listener.reply({ status: 429, headers: { 'retry-after': '3600' } });
  await ask(phone);
  await allDone();
  expect([listener.received.length, await pushOn(phone)]).toEqual([1, true]);
  expect(service.log()).toContain('a push message expired before it could be sent');
});

it('ends push where the push service has no such address any more, in a receipt of nobody', async () => {
  const phone = await newPhone();
  listener.reply({ status: 410 });
  await ask(phone);
  await allDone();
  expect(await pushOn(phone)).toBe(false);
  const { events } = await ok(
    admin(
      `query ($id: ID!) { events(first: 1, filter: { userId: $id, type: [PUSH_REVOKED] }) { nodes { details reason actor { __typename } device { id } revocation { action counts { pushEnrollments } } } } }`,
      { id: phone.who.id },
    ),
  );
  expect(events.nodes).toEqual([
    {
      details: { provider: 'WEBHOOK', cause: '410' },
      reason: 'The push service no longer knows this address.',
      actor: null,
      device: { id: phone.deviceId },
      revocation: { action: 'pushAddressGone', counts: { pushEnrollments: 1 } },
    },
  ]);
  await enroll(phone.ask, phone.address);
  expect(await pushOn(phone)).toBe(true);
});

it('leaves a device alone that gave another address while the message to the old one was on its way', async () => {
  const phone = await newPhone();
  const next = `address-${(made += 1)}`;
  listener.reply({ status: 410 });
  // The row is held, so that the end of the old address waits for the new one.
  const held = await database.begin();
  await held.database.query('select 1 from users where id = $1 for share', [decodeId('User', phone.who.id)]);
  await ask(phone);
  await until(() => listener.received.length === 1);
  await held.database.execute(
    'update push_enrollments set address = $2, address_hash = sha256($3::bytea) where address = $1',
    [phone.address, next, Buffer.from(`WEBHOOK:${next}`)],
  );
  await held.commit();
  await allDone();
  expect(await pushOn(phone)).toBe(true);
});

it('logs no address, whatever becomes of a message', () => {
  expect(service.log()).not.toMatch(/address-\d/);
});
