/** Addresses are written down in one way, wherever they come from. */
import { canonicalAddress } from '../../src/platform/address';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:cb00:7107', '203.0.113.7'],
  ['2001:0DB8:0:0:0:0:0:0001', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
  ['', null],
  ['localhost', null],
  ['203.0.113.7:80', null],
  ['[::1]', null],
  ['203.0.113.256', null],
])('%s', (text, expected) => {
  expect(canonicalAddress(text)).toBe(expected);
});
