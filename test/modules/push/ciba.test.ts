/** A sign-in that a client starts is told to the device by push message; without push the device finds it by asking; without keys nobody does. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pollAuthentication, startAuthentication } from '../../../src/tools/ciba-flow';
import * as graphql from '../../support/graphql';
import { listen, type Listener } from '../../support/listener';
import { mutate } from '../../support/pair';
import { enrolled, type Key, type Phone, signInOnPhone } from '../../support/phone';
import { startService, type Service } from '../../support/service';

jest.setTimeout(60_000);

let listener: Listener;
let service: Service;
let admin: graphql.Ask;
let shop: graphql.Registered;
let phone: Phone;
let key: Key;
beforeAll(async () => {
  listener = await listen();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  service = await startService({ env: { PUSH_WEBHOOK_URL: listener.url, PUSH_WEBHOOK_SECRET: secret } });
  admin = graphql.as(service, await graphql.adminToken(service));
  const common = { redirectUris: [graphql.REDIRECT_URI], scopes: ['openid', 'offline_access', 'self'] };
  const app = await graphql.createApplication(service, admin, {
    ...common,
    name: 'App',
    kind: 'MOBILE',
    firstParty: true,
    scopes: ['openid', 'offline_access', 'self', 'account'],
  });
  shop = await graphql.createApplication(service, admin, {
    ...common,
    name: 'Shop',
    kind: 'WEB',
    backchannelAuthentication: true,
  });
  phone = await signInOnPhone(service, app, await graphql.createPerson(admin, 'pushed'));
  ({ key } = await enrolled(phone));
  await mutate(phone.ask, 'enrollPushAuthentication', { provider: 'WEBHOOK', address: 'the-device' }, '__typename');
}, 60_000);
afterAll(async () => {
  await service?.stop();
  await listener?.stop();
});

const base = () => `${service.address}/oidc`;
const start = () => startAuthentication(base(), shop, { scope: 'openid', login_hint: phone.owner.username });
const pending = async () =>
  (await graphql.ok(phone.ask('{ pendingAuthentications { id challenge } }'))).pendingAuthentications;
const approve = async ({ id, challenge }: { id: string; challenge: string }) => {
  const claims = { purpose: 'answerAuthentication', challenge, authenticationId: id, decision: 'APPROVE' };
  await mutate(
    phone.ask,
    'answerAuthentication',
    { authenticationId: id, decision: 'APPROVE', signature: await key.sign(claims) },
    '__typename',
  );
};
const target = () => ({ userId: phone.owner.id, deviceId: phone.deviceId });

test('the device is told, answers, and the client gets tokens', async () => {
  const { json } = await start();
  for (const until = Date.now() + 20_000; listener.received.length === 0 && Date.now() < until;) await sleep(50);
  expect(listener.received).toHaveLength(1);
  const [request] = await pending();
  expect(listener.received[0]!.body).toContain(request.id);
  expect(listener.received[0]!.body).not.toContain(request.challenge);
  await approve(request);
  expect((await pollAuthentication(base(), shop, json.auth_req_id)).status).toBe(200);
});

test('without push no message comes, and the device still completes it by asking', async () => {
  await mutate(admin, 'revokePushNotifications', target(), '__typename');
  const told = listener.received.length;
  const { json } = await start();
  await approve((await pending())[0]);
  expect((await pollAuthentication(base(), shop, json.auth_req_id)).status).toBe(200);
  await sleep(3_000);
  expect(listener.received).toHaveLength(told);
});

test('without mobile authentication it can no longer be completed, nor asked for', async () => {
  const { json } = await start();
  const [request] = await pending();
  await mutate(admin, 'revokeMobileAuthentication', target(), '__typename');
  expect(await pending()).toEqual([]);
  await expect(approve(request)).rejects.toThrow('INVALID_STATE');
  expect((await pollAuthentication(base(), shop, json.auth_req_id)).json.error).toBe('authorization_pending');
  expect((await start()).json.error).toBe('unknown_user_id');
});
