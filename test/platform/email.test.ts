/** Addresses: which are valid, in which form they are stored, and which are the same. */
import { looksLikeEmail, storedEmail } from '../../src/platform/email';
import { nameKey } from '../../src/platform/name-key';

test.each([
  ['petra@example.org', 'petra@example.org'],
  ['Petra.O’Neil@Example.ORG', 'Petra.O’Neil@Example.ORG'],
  ["a!#$%&'*+-/=?^_`{|}~.b@localhost", "a!#$%&'*+-/=?^_`{|}~.b@localhost"],
  ['petra@müller-bau.example', 'petra@müller-bau.example'],
  ['petra@MU\u0308LLER-bau.example', 'petra@müller-bau.example'],
  ['petra@xn--mller-bau-q9a.example', 'petra@müller-bau.example'],
  ['Petra@XN--mller-bau-Q9A.example', 'Petra@müller-bau.example'],
  ['用户@例子.广告', '用户@例子.广告'],
  ['用户@例子。广告', '用户@例子.广告'],
  ['δοκιμή@παράδειγμα.δοκιμή', 'δοκιμή@παράδειγμα.δοκιμή'],
  ['jose\u0301@example.org', 'josé@example.org'],
  ['straße@straße.example', 'straße@straße.example'],
  ['a..b@docomo.example', 'a..b@docomo.example'],
])('%s is stored as %s', (typed, stored) => {
  expect(storedEmail(typed)).toBe(stored);
  expect(storedEmail(stored)).toBe(stored);
  expect(nameKey(stored)).toBe(nameKey(typed));
  expect(looksLikeEmail(typed)).toBe(true);
});

test.each([
  '',
  'nobody',
  '@example.org',
  'a@',
  'a@b@example.org',
  '"a"@example.org',
  'a b@example.org',
  'a@exa mple.org',
  'ａ@example.org',
  'a\u200d@example.org',
  'a\u00ad@example.org',
  'a\u202e@example.org',
  'a\0@example.org',
  'a\n@example.org',
  '\ud800@example.org',
  'a@example..org',
  'a@.example.org',
  'a@example.org.',
  'a@-example.org',
  'a@exa_mple.org',
  'a@example.org:80',
  'a@example.org/x',
  'a@müller.example:80',
  'a@müller.example/x',
  'a@müller%2eexample',
  'a@[127.0.0.1]',
  'a@xn--a.example',
  'a@xn--zzzzzzzz99999.example',
  'a@mü\u200dller.example',
  `${'a'.repeat(65)}@example.org`,
  `${'ä'.repeat(33)}@example.org`,
  `a@${'x'.repeat(64)}.example`,
  `a@${'ü'.repeat(60)}.example`,
  `a@${'xxxxxxxxx.'.repeat(26)}example`,
])('%j is not valid', (typed) => expect(storedEmail(typed)).toBeNull());

test.each([
  ['PETRA@Müller-Bau.Example', 'petra@xn--mller-bau-q9a.example'],
  ['petra＠example.org', 'petra@example.org'],
  ['Müller', 'müller'],
  ['ⓑⓞⓑ', 'bob'],
])('%s and %s have one key', (one, other) => expect(nameKey(one)).toBe(nameKey(other)));

test('other texts keep their key', () => {
  for (const text of ['xn--a', 'a@', '@b', 'a@b@c', 'a@ü b', '"x y"@müller.example', 'a@xn--a.example', 'a@%ü'])
    expect(nameKey(text)).toBe(text.normalize('NFKC').toLowerCase().normalize('NFKC'));
});
