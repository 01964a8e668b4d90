/** The client address behind proxies: what is certain is found in every spelling, and nothing that a client writes is believed. */
import type { IncomingMessage } from 'node:http';
import { readConfig } from '../../src/config';
import { clientAddresses } from '../../src/platform/client-address';
import type { Logger } from '../../src/platform/logger';

const lines: string[] = [];
beforeEach(() => void lines.splice(0));
const logger = { warn: (fields: object, message: string) => lines.push(JSON.stringify({ ...fields, message })) };

const reader = (env: Record<string, string>) => clientAddresses(readConfig(env), logger as unknown as Logger);
const request = (peer: string, headers: Record<string, string>) =>
  ({ headers, socket: { remoteAddress: peer } }) as unknown as IncomingMessage;
const found = (env: Record<string, string>, peer: string, headers: Record<string, string>) =>
  reader(env)(request(peer, headers));

const PROXY = '10.0.0.9';
const [V4, V6] = ['203.0.113.7', '2001:db8::1'];

describe.each<[string, Record<string, string>, [header: string, address: string][]]>([
  [
    'X-Forwarded-For of one proxy',
    { TRUST_PROXY: 'true' },
    [
      [V4, V4],
      [`${V4}:5678`, V4],
      [V6, V6],
      ['2001:DB8:0:0::1', V6],
      [`[${V6}]`, V6],
      [`[${V6}]:443`, V6],
      [`::ffff:${V4}`, V4],
      ['fe80::1%eth0', 'fe80::1'],
      [`192.0.2.1, ${V4}`, V4],
      [`"quoted, 192.0.2.1,${V4}`, V4],
      [`  ${V4}  `, V4],
      // What cannot be read: the proxy itself is certain.
      ['unknown', PROXY],
      [`${V4}, unknown`, PROXY],
      [`${V4},`, PROXY],
      ['1.2.3', PROXY],
      ['1.2.3.4.5', PROXY],
      ['1.2.3.256', PROXY],
      [`${V4}:`, PROXY],
      [`${V4}:80:80`, PROXY],
      [`[${V6}`, PROXY],
      [`${V6}]:443`, PROXY],
      ['[1.2.3.4', PROXY],
      ['_hidden', PROXY],
      ['example.com', PROXY],
      ['', PROXY],
    ],
  ],
  [
    'X-Forwarded-For of two proxies',
    { TRUST_PROXY: '2' },
    [
      [`192.0.2.1, ${V4}, 10.0.0.1`, V4],
      [`${V4}:1234, 10.0.0.1:80`, V4],
      [V4, V4],
      [`${V4}, garbage`, PROXY],
      [`garbage, 10.0.0.1`, '10.0.0.1'],
      [`${V4}, unknown`, V4],
      [`unknown, unknown`, PROXY],
    ],
  ],
  ['nobody trusted', { TRUST_PROXY: '0' }, [[V4, PROXY]]],
  ['nobody trusted by default', {}, [[V4, PROXY]]],
  [
    'X-Forwarded-For of known proxies',
    { TRUST_PROXY: 'private, 198.51.100.0/24, 2001:db8:f::/48, loopback' },
    [
      [`192.0.2.1, ${V4}, 198.51.100.7, 10.0.0.1`, V4],
      [`192.0.2.1, ${V6}, 2001:db8:f::1`, V6],
      [`${V4}`, V4],
      ['10.1.1.1, 10.0.0.1', '10.1.1.1'],
      [`${V4}, unknown, 10.0.0.1`, '10.0.0.1'],
      [`${V4}, ::ffff:10.0.0.1`, V4],
    ],
  ],
  ['X-Forwarded-For of somebody else', { TRUST_PROXY: '10.0.0.8' }, [[V4, PROXY]]],
])('%s', (_, env, rows) => {
  test.each(rows)('%s is from %s', (header, address) => {
    expect(found(env, PROXY, { 'x-forwarded-for': header })).toBe(address);
  });
});

describe.each<[string, Record<string, string>, [header: string, address: string][]]>([
  [
    'Forwarded of one proxy',
    { TRUST_PROXY: 'true' },
    [
      [`for=${V4}`, V4],
      [`For="${V4}:4711"`, V4],
      [`for="[2001:DB8::1]:4711"`, V6],
      [`for="[${V6}]"`, V6],
      [`proto=https;for=${V4};by=203.0.113.43;host="example.com, for=192.0.2.1"`, V4],
      [`for=192.0.2.1, for=${V4};proto=http`, V4],
      [`for=192.0.2.1;by=", for=${V4}`, V4],
      [`for="192.0.2.1\\", for=${V4}`, V4],
      [`for="a\\\\", for=${V4}`, V4],
      [`for="192.0.2.1, for=${V4}`, V4],
      [` ; for = 192.0.2.1 , for=${V4} `, V4],
      ['for=unknown', PROXY],
      ['for=_gazonk', PROXY],
      ['for="_SEVKISEK:4711"', PROXY],
      ['proto=https', PROXY],
      [`for=192.0.2.1;for=${V4}`, PROXY],
      [`for=192.0.2.1, ${V4}`, PROXY],
      [`for=[${V6}`, PROXY],
    ],
  ],
  [
    'Forwarded of two proxies',
    { TRUST_PROXY: '2' },
    [
      [`for=192.0.2.1, for=${V4}, for=10.0.0.1`, V4],
      [`for=${V4}, for=_inner`, V4],
      [`for=_client, for=10.0.0.1`, '10.0.0.1'],
    ],
  ],
])('%s', (_, env, rows) => {
  test.each(rows)('%s is from %s', (header, address) => {
    expect(found({ ...env, PROXY_HEADER: 'forwarded' }, PROXY, { forwarded: header })).toBe(address);
  });
});

test('only the header that the proxy sets is believed: the other one is the client’s', () => {
  const both = { 'x-forwarded-for': V4, forwarded: 'for=192.0.2.66' };
  expect(found({ TRUST_PROXY: 'true' }, PROXY, both)).toBe(V4);
  expect(found({ TRUST_PROXY: 'true', PROXY_HEADER: 'Forwarded' }, PROXY, both)).toBe('192.0.2.66');
  expect(lines).toEqual([]);
  expect(found({ TRUST_PROXY: 'true' }, PROXY, { forwarded: 'for=192.0.2.66' })).toBe(PROXY);
  expect(lines).toEqual([expect.stringContaining('set PROXY_HEADER')]);
});

test('a header that is long and malformed takes no time', () => {
  const read = reader({ TRUST_PROXY: 'true', PROXY_HEADER: 'Forwarded' });
  const before = performance.now();
  for (const header of [`for=${' '.repeat(15_000)}x, for=${V4}`, `for=${' ='.repeat(7_000)}x; for=y, for=${V4}`])
    expect(read(request(PROXY, { forwarded: header }))).toBe(V4);
  expect(performance.now() - before).toBeLessThan(200);
});

test('the log says once what cannot be read', () => {
  const read = reader({ TRUST_PROXY: 'true' });
  for (const value of ['unknown', 'x'.repeat(5_000), V4, '']) read(request(PROXY, { 'x-forwarded-for': value }));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ header: 'X-Forwarded-For', value: 'unknown' });
});

test.each([
  'perhaps',
  '-1',
  '11',
  '1.2.3',
  '10.0.0.0/33',
  '10.0.0.0/0',
  '::/0',
  'private,,loopback',
  '[::1]',
  '1.2.3.4:80',
])('TRUST_PROXY=%s is refused', (value) => {
  expect(() => readConfig({ TRUST_PROXY: value })).toThrow(/TRUST_PROXY must be true, false, a number/);
});
