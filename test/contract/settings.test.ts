/** README.md, .env.example and docker-compose.yml show all settings, as they are now. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { SETTINGS_FILES } from '../../src/app/settings-files';
import { readConfig, SETTINGS } from '../../src/config';
import { fileVariable } from '../../src/platform/settings';

const ROOT = path.resolve(__dirname, '../..');
const committed = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');
/** Prettier aligns the columns of tables and wraps nothing. */
const cells = (text: string) => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---');

test.each(Object.keys(SETTINGS_FILES))('%s is what the table says (npm run settings)', (name) => {
  expect(cells(SETTINGS_FILES[name]!(committed(name)))).toBe(cells(committed(name)));
});

test('what the table says is the default is read where nothing is given, and given, is the same', () => {
  const defaults = Object.entries(SETTINGS).flatMap(([name, { default: value }]) => (value ? [[name, value]] : []));
  expect(readConfig(Object.fromEntries(defaults) as Record<string, string>)).toEqual(readConfig({}));
  expect(defaults.length).toBeGreaterThan(5);
});

test('docker compose hands over every setting, except for those that it fixes', () => {
  const { services } = parse(committed('docker-compose.yml')) as {
    services: { castellan: { environment: Record<string, string> } };
  };
  const given = services.castellan.environment;
  const image = /^ENV (.*)$/m
    .exec(committed('Dockerfile'))![1]!
    .split(' ')
    .map((pair) => pair.split('=')[0]!);
  for (const [name, { secret, compose }] of Object.entries(SETTINGS)) {
    if (compose === false) expect([...Object.keys(given), ...image, 'CASTELLAN_TOKEN', 'METRICS_PORT']).toContain(name);
    else expect(Object.keys(given)).toEqual(expect.arrayContaining([name, ...(secret ? [fileVariable(name)] : [])]));
  }
});

test('.env.example is a script whose every line, without its #, sets what the table says', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
  const file = path.join(directory, '.env');
  writeFileSync(file, committed('.env.example').replace(/^#(?=[A-Z_]+=)/gm, ''));
  const printed = execFileSync('sh', ['-c', 'set -a; . "$0"; env -0', file], { env: {} });
  rmSync(directory, { recursive: true });
  const env = Object.fromEntries(
    String(printed)
      .split('\0')
      .map((line) => line.split(/=(.*)/s) as [string, string]),
  );
  for (const [name, { example, default: value }] of Object.entries(SETTINGS))
    expect([name, env[name]]).toEqual([name, example ?? value ?? '']);
});
