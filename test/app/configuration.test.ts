/** Settings from files: for every secret, read once, and every fault in one message that names the variable and the file. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig, SETTINGS } from '../../src/config';
import { faultsOf } from '../support/faults';

const directory = fs.mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));
const fileWith = (name: string, content: string): string => {
  const file = path.join(directory, name);
  fs.writeFileSync(file, content);
  return file;
};

const KEY = `2026:${Buffer.alloc(32, 7).toString('base64')}`;
const VALID: Record<string, string> = {
  DATABASE_URL: 'postgres://castellan:hunter2@127.0.0.1/castellan',
  SMTP_URL: 'smtps://castellan:hunter2@mail.example.com',
  PUSH_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
  SEALING_KEYS: KEY,
  CASTELLAN_TOKEN: 'a.token',
  BOOTSTRAP_ADMIN_PASSWORD: 'correct horse battery staple',
  BOOTSTRAP_CLIENT_SECRET: 'correct-horse-battery-staple',
};
const REST = { MAIL_FROM: 'id@example.com', PUSH_WEBHOOK_URL: 'https://push.example.com' };

test('every secret is read from a file, without the end of its line, as it is from a variable', () => {
  expect(Object.keys(VALID).sort()).toEqual(
    Object.entries(SETTINGS)
      .filter(([, { secret }]) => secret)
      .map(([name]) => name)
      .sort(),
  );
  const ends = ['', '\n', '\r\n'];
  const files = Object.entries(VALID).map(([name, value], i) => [`${name}_FILE`, fileWith(name, value + ends[i % 3]!)]);
  expect(readConfig({ ...(Object.fromEntries(files) as object), ...REST })).toEqual(readConfig({ ...VALID, ...REST }));
});

test('only the end of the line is taken away', () => {
  const file = fileWith('spaces', ' a password with spaces \n\n');
  expect(readConfig({ BOOTSTRAP_ADMIN_PASSWORD_FILE: file }).bootstrapAdminPassword).toBe(' a password with spaces \n');
});

test('an empty variable is not given, as docker compose writes it', () => {
  expect(readConfig({ SEALING_KEYS: '', SEALING_KEYS_FILE: fileWith('keys', KEY) }).sealingKeys).toHaveLength(1);
  expect(readConfig({ SEALING_KEYS: KEY, SEALING_KEYS_FILE: '' }).sealingKeys).toHaveLength(1);
});

test('all that is wrong is said at once, with the variable and the file, without the value', () => {
  const missing = path.join(directory, 'missing');
  const [empty, short] = [fileWith('empty', '\n'), fileWith('short', 'hunter2')];
  const faults = faultsOf({
    PORT: '-1',
    DATABASE_URL: VALID.DATABASE_URL!,
    DATABASE_URL_FILE: fileWith('url', VALID.DATABASE_URL!),
    SEALING_KEYS_FILE: missing,
    SMTP_URL_FILE: directory,
    MAIL_FROM: 'id@example.com',
    BOOTSTRAP_CLIENT_SECRET_FILE: empty,
    BOOTSTRAP_ADMIN_PASSWORD_FILE: short,
  });
  expect(faults.sort()).toEqual([
    `BOOTSTRAP_ADMIN_PASSWORD (in ${short}) must be a password of 15 to 128 characters`,
    `BOOTSTRAP_CLIENT_SECRET_FILE names an empty file: ${empty}`,
    'DATABASE_URL and DATABASE_URL_FILE are both set; remove one of them',
    'PORT must be a port from 0 to 65535 (0 takes any free one)',
    `SEALING_KEYS_FILE names a file that cannot be read (ENOENT): ${missing}`,
    `SMTP_URL_FILE names a file that cannot be read (EISDIR): ${directory}`,
  ]);
  expect(faults.join()).not.toContain('hunter2');
});
