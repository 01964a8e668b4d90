/** The push settings: reads and validates them and the files they name for `config.ts`, and collects all faults. */
import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SettingsReader, SettingText } from '../platform/settings';
import type { ApnsSettings } from './apns';
import type { FcmSettings } from './fcm';
import type { PushConfig } from './index';
import type { WebhookSettings } from './webhook';

export const PUSH_SETTINGS = {
  PUSH_WEBHOOK_URL: {
    description: 'your own webhook, which receives push messages and delivers them; see [docs/push.md](docs/push.md)',
    example: 'https://push.example.com/hook',
  },
  PUSH_WEBHOOK_SECRET: {
    description: 'key that signs webhook requests: `whsec_` followed by 24 to 64 random bytes in base64',
    example: 'whsec_',
    secret: true,
  },
  PUSH_FCM_CREDENTIALS: {
    description: 'path to the key file of a service account that can send through FCM',
    example: '/etc/castellan/service-account.json',
  },
  PUSH_FCM_URL: {
    description: 'FCM origin, if it is not `https://fcm.googleapis.com`',
    example: 'https://fcm.googleapis.com',
  },
  PUSH_APNS_KEY: {
    description: "path to the team's APNs key (`.p8`)",
    example: '/etc/castellan/AuthKey.p8',
  },
  PUSH_APNS_KEY_ID: { description: 'id of that key' },
  PUSH_APNS_TEAM_ID: { description: 'id of the team' },
  PUSH_APNS_TOPIC: { description: 'bundle id of the app', example: 'com.example.app' },
  PUSH_APNS_URL: {
    description: 'APNs origin, if it is not `https://api.push.apple.com`',
    example: 'https://api.push.apple.com',
  },
} satisfies Record<string, SettingText>;

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** https, or http on this machine; without credentials. */
const secureUrl = (value: string): URL | null => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || url.username || url.password || url.hash) return null;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) ? url : null;
};

/** Whether the whole group of settings is given; a partial group is a fault. */
const allOrNone = (settings: SettingsReader, names: string[]): boolean => {
  const missing = names.filter((name) => !settings.isGiven(name));
  if (missing.length === names.length) return false;
  for (const name of missing)
    settings.faults.push(`${name} must also be set: ${names.join(', ')} are required together`);
  return missing.length === 0;
};

const readMatching = (settings: SettingsReader, name: string, pattern: RegExp, expects: string): string => {
  const value = settings.text(name) ?? '';
  if (value !== '' && !pattern.test(value)) settings.faults.push(`${name} must be ${expects}`);
  return value;
};

const origin = (settings: SettingsReader, name: string, fallback: string): string => {
  const value = settings.text(name);
  if (value === null) return fallback;
  const url = secureUrl(value);
  if (url && url.pathname === '/' && !url.search) return url.origin;
  settings.faults.push(
    `${name} must be an https origin without a path (http only on the loopback), for example ${fallback}`,
  );
  return fallback;
};

const contentOf = (name: string, file: string, faults: string[]): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    faults.push(`${name} refers to a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return null;
  }
};

/** Null, with a fault, if it is not a private key of this type. */
const privateKey = (pem: unknown, type: 'rsa' | 'ec', fault: string, faults: string[]): KeyObject | null => {
  try {
    const key = createPrivateKey(pem as string);
    const curve = key.asymmetricKeyDetails?.namedCurve;
    if (key.asymmetricKeyType === type && (type === 'rsa' || curve === 'prime256v1')) return key;
  } catch {
    // Reported as a fault below.
  }
  faults.push(fault);
  return null;
};

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

const webhook = (settings: SettingsReader): WebhookSettings | null => {
  const { faults } = settings;
  const complete = allOrNone(settings, ['PUSH_WEBHOOK_URL', 'PUSH_WEBHOOK_SECRET']);
  const [address, secret] = [settings.text('PUSH_WEBHOOK_URL'), settings.text('PUSH_WEBHOOK_SECRET')];
  const url = address === null ? null : secureUrl(address);
  if (address !== null && !url)
    faults.push(
      'PUSH_WEBHOOK_URL must be an https URL (http only on the loopback), for example https://push.example.com/hook',
    );
  const bytes = Buffer.from(SECRET.exec(secret ?? '')?.[1] ?? '', 'base64');
  const strong = bytes.length >= 24 && bytes.length <= 64;
  if (secret !== null && !strong)
    faults.push('PUSH_WEBHOOK_SECRET must be whsec_ followed by 24 to 64 random bytes in base64');
  return complete && url && strong ? { url: url.href, secret: createSecretKey(bytes) } : null;
};

const fcm = (settings: SettingsReader): FcmSettings | null => {
  const { faults } = settings;
  const name = 'PUSH_FCM_CREDENTIALS';
  const url = origin(settings, 'PUSH_FCM_URL', 'https://fcm.googleapis.com');
  const file = settings.text(name);
  if (file === null) {
    if (settings.text('PUSH_FCM_URL') !== null) faults.push(`PUSH_FCM_URL has no effect without ${name}`);
    return null;
  }
  const content = contentOf(name, file, faults);
  if (content === null) return null;
  let account: Record<string, unknown> | null = null;
  try {
    account = JSON.parse(content) as Record<string, unknown> | null;
  } catch {
    // Reported as a fault below.
  }
  if (account === null || typeof account !== 'object' || Array.isArray(account)) {
    faults.push(`${name} must name a file with the JSON key of a service account`);
    return null;
  }
  const text = (key: string, fallback = ''): string => {
    const value = account[key] ?? fallback;
    if (typeof value === 'string' && value !== '') return value;
    faults.push(`${name}: the file has no "${key}"`);
    return '';
  };
  const tokenUri = text('token_uri', 'https://oauth2.googleapis.com/token');
  if (tokenUri && !secureUrl(tokenUri)) faults.push(`${name}: the file's "token_uri" must be an https URL`);
  const [projectId, clientEmail, keyId] = [text('project_id'), text('client_email'), text('private_key_id')];
  const key = privateKey(
    text('private_key'),
    'rsa',
    `${name}: the file's "private_key" must be an RSA key in PEM`,
    faults,
  );
  return key && { url, projectId, clientEmail, keyId, privateKey: key, tokenUri };
};

const APNS = ['PUSH_APNS_KEY', 'PUSH_APNS_KEY_ID', 'PUSH_APNS_TEAM_ID', 'PUSH_APNS_TOPIC'];

const apns = (settings: SettingsReader): ApnsSettings | null => {
  const { faults } = settings;
  const complete = allOrNone(settings, APNS);
  const url = origin(settings, 'PUSH_APNS_URL', 'https://api.push.apple.com');
  if (settings.text('PUSH_APNS_URL') !== null && APNS.every((name) => settings.text(name) === null))
    faults.push(`PUSH_APNS_URL has no effect without ${APNS.join(', ')}`);
  const ten = /^[A-Z0-9]{10}$/;
  const keyId = readMatching(settings, 'PUSH_APNS_KEY_ID', ten, 'the key id of 10 letters and digits');
  const teamId = readMatching(settings, 'PUSH_APNS_TEAM_ID', ten, 'the team id of 10 letters and digits');
  const topic = readMatching(
    settings,
    'PUSH_APNS_TOPIC',
    /^[A-Za-z0-9.-]{1,255}$/,
    "the app's bundle id, for example com.example.app",
  );
  const file = settings.text('PUSH_APNS_KEY');
  const content = file === null ? null : contentOf('PUSH_APNS_KEY', file, faults);
  if (content === null) return null;
  const key = privateKey(content, 'ec', 'PUSH_APNS_KEY must name a file with a P-256 private key in PEM (.p8)', faults);
  return complete && key ? { url, keyId, teamId, privateKey: key, topic } : null;
};

export const readPushConfig = (settings: SettingsReader): PushConfig => ({
  webhook: webhook(settings),
  fcm: fcm(settings),
  apns: apns(settings),
});
