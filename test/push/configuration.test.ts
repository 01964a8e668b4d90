/** The settings of the push gateways: all faults at once, and nothing half-configured. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../src/config';
import { faultsOf } from '../support/faults';

const directory = mkdtempSync(path.join(tmpdir(), 'castellan-push-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, content: string): string => {
  const where = path.join(directory, name);
  writeFileSync(where, content);
  return where;
};
const pem = { type: 'pkcs8', format: 'pem' } as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export(pem) as string;
const p256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export(pem) as string;
const account = { project_id: 'shop-1', client_email: 'push@shop-1.example', private_key_id: 'k', private_key: rsa };

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const APNS = {
  PUSH_APNS_KEY: file('apns.p8', p256),
  PUSH_APNS_KEY_ID: 'KEY4567890',
  PUSH_APNS_TEAM_ID: 'TEAM567890',
  PUSH_APNS_TOPIC: 'com.example.shop',
};
const GOOD = {
  PUSH_WEBHOOK_URL: 'https://push.example.com/hook?tenant=1',
  PUSH_WEBHOOK_SECRET: SECRET,
  PUSH_FCM_CREDENTIALS: file('account.json', JSON.stringify(account)),
  ...APNS,
};

it('needs none of them', () => {
  expect(readConfig({}).push).toEqual({ webhook: null, fcm: null, apns: null });
});

it('reads all three, with the addresses of the services defaulting to the usual ones', () => {
  const { webhook, fcm, apns } = readConfig(GOOD).push;
  expect(webhook).toMatchObject({ url: 'https://push.example.com/hook?tenant=1' });
  expect(fcm).toMatchObject({
    url: 'https://fcm.googleapis.com',
    projectId: 'shop-1',
    tokenUri: 'https://oauth2.googleapis.com/token',
  });
  expect(apns).toMatchObject({ url: 'https://api.push.apple.com', keyId: 'KEY4567890', topic: 'com.example.shop' });
  const elsewhere = readConfig({ ...GOOD, PUSH_APNS_URL: 'http://127.0.0.1:9', PUSH_FCM_URL: 'http://[::1]:9' }).push;
  expect([elsewhere.apns!.url, elsewhere.fcm!.url]).toEqual(['http://127.0.0.1:9', 'http://[::1]:9']);
});

it('reports every fault at once, without the values', () => {
  const faults = faultsOf({
    PORT: 'x',
    PUSH_WEBHOOK_URL: 'http://push.example.com/',
    PUSH_FCM_CREDENTIALS: path.join(directory, 'missing.json'),
    PUSH_FCM_URL: 'ftp://fcm.example.com',
    PUSH_APNS_KEY: GOOD.PUSH_FCM_CREDENTIALS,
    PUSH_APNS_KEY_ID: 'short',
  });
  expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
    'PORT',
    'PUSH_APNS_KEY',
    'PUSH_APNS_KEY_ID',
    'PUSH_APNS_TEAM_ID',
    'PUSH_APNS_TOPIC',
    'PUSH_FCM_CREDENTIALS',
    'PUSH_FCM_URL',
    'PUSH_WEBHOOK_SECRET',
    'PUSH_WEBHOOK_URL',
  ]);
  expect(faults.find((fault) => fault.startsWith('PUSH_FCM_CREDENTIALS'))).toMatch(/cannot be read \(ENOENT\)/);
});

it.each([
  ['a webhook over plain http', { PUSH_WEBHOOK_URL: 'http://push.example.com' }, /PUSH_WEBHOOK_URL must be/],
  ['credentials in an address', { PUSH_WEBHOOK_URL: 'https://a:b@push.example.com' }, /PUSH_WEBHOOK_URL must be/],
  ['a short secret', { PUSH_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }, /PUSH_WEBHOOK_SECRET must be/],
  ['a file that is no JSON', { PUSH_FCM_CREDENTIALS: file('bad.json', '{') }, /JSON key of a service account/],
  ['JSON that is no object', { PUSH_FCM_CREDENTIALS: file('null.json', 'null') }, /JSON key of a service account/],
  [
    'an account without a project',
    { PUSH_FCM_CREDENTIALS: file('half.json', JSON.stringify({ ...account, project_id: undefined })) },
    /has no "project_id"/,
  ],
  [
    'a key of another kind',
    { PUSH_FCM_CREDENTIALS: file('ec.json', JSON.stringify({ ...account, private_key: p256 })) },
    /"private_key" must be an RSA key/,
  ],
  [
    'a token endpoint over plain http',
    { PUSH_FCM_CREDENTIALS: file('uri.json', JSON.stringify({ ...account, token_uri: 'http://example.com' })) },
    /"token_uri" must be an https URL/,
  ],
  ['a key that is not P-256', { PUSH_APNS_KEY: file('rsa.p8', rsa) }, /PUSH_APNS_KEY must name a file with a P-256/],
  ['a path in an origin', { PUSH_APNS_URL: 'https://example.com/x' }, /PUSH_APNS_URL must be an https origin/],
  ['a hostile topic', { PUSH_APNS_TOPIC: 'a\r\nb' }, /PUSH_APNS_TOPIC must be/],
])('refuses %s', (_, wrong, expected) => {
  const faults = faultsOf({ ...GOOD, ...(wrong as Record<string, string>) });
  expect(faults).toEqual([expect.stringMatching(expected)]);
  for (const value of [...Object.values(wrong as Record<string, string>), rsa.split('\n')[1]!])
    if (!value.includes(directory)) expect(faults[0]).not.toContain(value);
});

it('refuses an address of a service that is not configured', () => {
  expect(faultsOf({ PUSH_APNS_URL: 'https://example.com', PUSH_FCM_URL: 'https://example.com' })).toEqual([
    expect.stringMatching(/PUSH_FCM_URL has no effect/),
    expect.stringMatching(/PUSH_APNS_URL has no effect/),
  ]);
});
