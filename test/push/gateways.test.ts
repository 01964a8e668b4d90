/** The push gateways against real listeners: what reaches them, and what is made of their answers. */
import { createHmac, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import tls from 'node:tls';
import { jwtVerify } from 'jose';
import { apnsGateway } from '../../src/push/apns';
import { fcmGateway } from '../../src/push/fcm';
import type { PushGateway, PushMessage } from '../../src/push/gateway';
import { webhookGateway } from '../../src/push/webhook';
import { listen, type Listener, listenSecurely, type SecureListener } from '../support/listener';

const START = new Date('2026-03-01T12:00:00Z');
let now = START;
const clock = { now: () => now };
const pass = (seconds: number) => void (now = new Date(now.getTime() + seconds * 1_000));
const TIMEOUT_MS = 400;

const message: PushMessage = {
  id: '0195535e-5f7a-7000-8000-000000000001',
  address: 'ab'.repeat(32),
  authenticationId: 'atn_01',
  applicationName: 'Shop app',
  expiresAt: new Date('2026-03-01T12:02:00Z'),
};
const DELIVERED = { outcome: 'DELIVERED' };
const gone = (cause: string) => ({ outcome: 'ADDRESS_GONE', cause });
const again = (cause: string, afterSeconds: number | null = null) => ({ outcome: 'RETRY', cause, afterSeconds });

beforeEach(() => void (now = START));
const opened: { close?(): void; stop?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) {
    one.close?.();
    await one.stop?.();
  }
});
const opening = <T extends { close?(): void; stop?(): Promise<void> }>(one: T): T => {
  opened.push(one);
  return one;
};

describe('webhook', () => {
  const key = Buffer.alloc(32, 7);
  let listener: Listener;
  let gateway: PushGateway;
  beforeEach(async () => {
    listener = opening(await listen());
    gateway = webhookGateway({ url: `${listener.url}/hook?a=1`, secret: createSecretKey(key) }, clock, TIMEOUT_MS);
  });

  it('posts what the device needs to fetch the rest, signed over id, time and body', async () => {
    expect(await gateway.send(message)).toEqual(DELIVERED);
    const [{ path, headers, body }] = listener.received as [Listener['received'][number]];
    expect(path).toBe('/hook?a=1');
    expect(JSON.parse(body)).toEqual({
      type: 'authentication.requested',
      timestamp: '2026-03-01T12:00:00.000Z',
      data: {
        address: message.address,
        authenticationId: 'atn_01',
        application: 'Shop app',
        expiresAt: '2026-03-01T12:02:00.000Z',
      },
    });
    const signed = `${message.id}.${START.getTime() / 1_000}.${body}`;
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': String(START.getTime() / 1_000),
      'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    });
  });

  it('takes 410 for an address that is gone, and all other refusals for passing ones', async () => {
    const answers = [];
    for (const status of [204, 410, 400, 404, 429, 500, 503]) {
      listener.reply({ status, headers: { 'retry-after': '7' } });
      answers.push(await gateway.send(message));
    }
    expect(answers).toEqual([
      DELIVERED,
      gone('410'),
      ...['400', '404', '429', '500', '503'].map((cause) => again(cause, 7)),
    ]);
  });

  it('follows no redirect', async () => {
    const other = opening(await listen());
    listener.reply({ status: 307, headers: { location: other.url } });
    expect(await gateway.send(message)).toEqual(again('307'));
    expect(other.received).toEqual([]);
  });

  it('gives up on who does not answer in time or is not there', async () => {
    listener.reply({ status: 200, hangs: true });
    expect(await gateway.send(message)).toEqual(again('TimeoutError'));
    await listener.stop();
    expect(await gateway.send(message)).toEqual(again('ECONNREFUSED'));
  });

  it('is cut off by its caller', async () => {
    listener.reply({ status: 200, hangs: true });
    const cutting = new AbortController();
    const sending = gateway.send(message, cutting.signal);
    cutting.abort();
    expect(await sending).toEqual(again('AbortError'));
  });
});

describe('FCM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  let listener: Listener;
  let endpoint: Listener;
  let gateway: PushGateway;
  let issued = 0;
  beforeEach(async () => {
    listener = opening(await listen());
    endpoint = opening(await listen());
    issued = 0;
    endpoint.reply(() => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token: `t${(issued += 1)}`, token_type: 'Bearer', expires_in: 3_600 }),
    }));
    gateway = fcmGateway(
      {
        url: listener.url,
        projectId: 'shop-1',
        clientEmail: 'push@shop-1.iam.example',
        keyId: 'k1',
        privateKey,
        tokenUri: `${endpoint.url}/token`,
      },
      clock,
      TIMEOUT_MS,
    );
  });
  const refusal = (status: number, name: string, detail: object) => ({
    status,
    body: JSON.stringify({
      error: { code: status, message: `about ${message.address}`, status: name, details: [detail] },
    }),
  });
  const fcmError = (errorCode: string) => ({
    '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError',
    errorCode,
  });

  it('exchanges a signed assertion for a token, and sends a data message with it', async () => {
    expect(await gateway.send(message)).toEqual(DELIVERED);
    const form = new URLSearchParams(endpoint.received[0]!.body);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const { payload, protectedHeader } = await jwtVerify(form.get('assertion')!, publicKey, { currentDate: now });
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    expect(payload).toEqual({
      iss: 'push@shop-1.iam.example',
      aud: `${endpoint.url}/token`,
      scope: 'https://www.googleapis.com/auth/firebase.messaging',
      iat: START.getTime() / 1_000,
      exp: START.getTime() / 1_000 + 3_600,
    });
    const [{ path, headers, body }] = listener.received as [Listener['received'][number]];
    expect([path, headers.authorization]).toEqual(['/v1/projects/shop-1/messages:send', 'Bearer t1']);
    expect(JSON.parse(body)).toMatchObject({
      message: {
        token: message.address,
        data: {
          type: 'authentication.requested',
          messageId: message.id,
          authenticationId: 'atn_01',
          application: 'Shop app',
        },
        android: { priority: 'HIGH', ttl: '120s' },
      },
    });
  });

  it('keeps the token until shortly before it expires, also for many at once', async () => {
    await Promise.all([gateway.send(message), gateway.send(message), gateway.send(message)]);
    pass(3_500);
    await gateway.send(message);
    expect(issued).toBe(1);
    pass(41);
    await gateway.send(message);
    expect(listener.received.map(({ headers }) => headers.authorization)).toEqual([
      ...Array.from({ length: 4 }, () => 'Bearer t1'),
      'Bearer t2',
    ]);
  });

  it('takes another token after one was refused', async () => {
    listener.reply({ status: 401, body: '{}' });
    expect(await gateway.send(message)).toEqual(again('401'));
    listener.reply({ status: 200 });
    expect(await gateway.send(message)).toEqual(DELIVERED);
    expect(issued).toBe(2);
  });

  it('takes for gone only what is said of the address itself', async () => {
    const about = (field: string) => ({ fieldViolations: [{ field, description: 'wrong' }] });
    const answers = [];
    for (const reply of [
      refusal(404, 'NOT_FOUND', fcmError('UNREGISTERED')),
      refusal(400, 'INVALID_ARGUMENT', about('message.token')),
      refusal(400, 'INVALID_ARGUMENT', about('message.data')),
      refusal(403, 'PERMISSION_DENIED', fcmError('SENDER_ID_MISMATCH')),
      { ...refusal(429, 'RESOURCE_EXHAUSTED', fcmError('QUOTA_EXCEEDED')), headers: { 'retry-after': '60' } },
      refusal(503, 'UNAVAILABLE', {}),
      { status: 502, body: '<html>' },
      { status: 404, body: 'null' },
    ]) {
      listener.reply(reply);
      answers.push(await gateway.send(message));
    }
    expect(answers).toEqual([
      gone('UNREGISTERED'),
      gone('INVALID_ARGUMENT'),
      again('INVALID_ARGUMENT'),
      again('SENDER_ID_MISMATCH'),
      again('QUOTA_EXCEEDED', 60),
      again('UNAVAILABLE'),
      again('502'),
      again('404'),
    ]);
  });

  it('tries again later where the token endpoint refuses, is silent or talks nonsense, and asks it anew', async () => {
    endpoint.reply({ status: 500 });
    expect(await gateway.send(message)).toEqual(again('token-endpoint-500'));
    endpoint.reply({ status: 200, body: '{"access_token": 7}' });
    expect(await gateway.send(message)).toEqual(again('token-endpoint-200'));
    endpoint.reply({ status: 200, hangs: true });
    expect(await gateway.send(message)).toEqual(again('TimeoutError'));
    endpoint.reply({ status: 200, body: '{"access_token": "t9", "expires_in": 3600}' });
    expect(await gateway.send(message)).toEqual(DELIVERED);
    expect(listener.received).toHaveLength(1);
  });
});

describe('APNs', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const trusted = tls.getCACertificates('default');
  let listener: SecureListener;
  let gateway: PushGateway;
  beforeEach(async () => {
    listener = opening(await listenSecurely());
    tls.setDefaultCACertificates([...trusted, listener.certificate]);
    const settings = { url: listener.url, keyId: 'KEY4567890', teamId: 'TEAM567890', topic: 'com.example.shop' };
    gateway = opening(apnsGateway({ ...settings, privateKey: privateKey as KeyObject }, clock, TIMEOUT_MS));
  });
  afterAll(() => tls.setDefaultCACertificates(trusted));
  const tokenAt = (n: number) => listener.received[n]!.headers.authorization!.replace(/^bearer /, '');

  it('sends an alert to the device, under a token that the key signed', async () => {
    expect(await gateway.send(message)).toEqual(DELIVERED);
    const [{ path, headers, body }] = listener.received as [SecureListener['received'][number]];
    expect(path).toBe(`/3/device/${message.address}`);
    expect(headers).toMatchObject({
      ':method': 'POST',
      'apns-id': message.id,
      'apns-topic': 'com.example.shop',
      'apns-push-type': 'alert',
      'apns-priority': '10',
      'apns-expiration': String(message.expiresAt.getTime() / 1_000),
    });
    expect(JSON.parse(body)).toEqual({
      aps: { alert: { title: 'Shop app' }, category: 'AUTHENTICATION', sound: 'default', 'mutable-content': 1 },
      authenticationId: 'atn_01',
    });
    const { payload, protectedHeader } = await jwtVerify(tokenAt(0), publicKey);
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'KEY4567890' });
    expect(payload).toEqual({ iss: 'TEAM567890', iat: START.getTime() / 1_000 });
  });

  it('keeps one connection and one token, and renews the token after 50 minutes', async () => {
    for (const seconds of [0, 10, 2_900, 91]) {
      pass(seconds);
      expect(await gateway.send(message)).toEqual(DELIVERED);
    }
    const tokens = [0, 1, 2, 3].map(tokenAt);
    expect([listener.connections.length, new Set(tokens.slice(0, 3)).size]).toEqual([1, 1]);
    expect(tokens[3]).not.toBe(tokens[0]);
  });

  it('connects again after the connection was cut, told to go away, or fell silent', async () => {
    await gateway.send(message);
    listener.connections[0]!.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await gateway.send(message)).toEqual(DELIVERED);
    listener.connections[1]!.goaway();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await gateway.send(message)).toEqual(DELIVERED);
    listener.reply({ status: 200, hangs: true });
    expect(await gateway.send(message)).toMatchObject({ outcome: 'RETRY', afterSeconds: null });
    listener.reply({ status: 200 });
    expect(await gateway.send(message)).toEqual(DELIVERED);
    expect(listener.connections).toHaveLength(4);
  });

  it('takes for gone what Apple says of the address, and for passing what may be our own fault', async () => {
    const answers = [];
    for (const [status, reason] of [
      [410, 'Unregistered'],
      [410, 'ExpiredToken'],
      [400, 'BadDeviceToken'],
      [400, 'DeviceTokenNotForTopic'],
      [403, 'InvalidProviderToken'],
      [429, 'TooManyRequests'],
      [500, 'InternalServerError'],
      [503, 'a reason with spaces'],
    ] as const) {
      listener.reply({ status, body: JSON.stringify({ reason }), headers: { 'retry-after': '3' } });
      answers.push(await gateway.send(message));
    }
    expect(answers).toEqual([
      gone('Unregistered'),
      gone('ExpiredToken'),
      gone('BadDeviceToken'),
      again('DeviceTokenNotForTopic', 3),
      again('InvalidProviderToken', 3),
      again('TooManyRequests', 3),
      again('InternalServerError', 3),
      again('unknown', 3),
    ]);
  });

  it('tries again later where nobody is there, or somebody without a certificate to trust', async () => {
    tls.setDefaultCACertificates(trusted);
    expect(await gateway.send(message)).toEqual(again('DEPTH_ZERO_SELF_SIGNED_CERT'));
    expect(listener.received).toEqual([]);
    await listener.stop();
    expect(await gateway.send(message)).toEqual(again('ECONNREFUSED'));
  });
});
