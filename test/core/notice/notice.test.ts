/** The letters to owners of credentials: one is decided for every kind of event, and what people have named brings nothing into them. */
import { noticeLetter } from '../../../src/mail/letters';
import '../../../src/app/modules';
import { event, NOTICES } from '../../../src/core/notice/notice';
import { EventType } from '../../../src/schema/enums';

test('every event type decides whether it mails a notice', () => {
  // @ts-expect-error: the notice is missing.
  expect(event('Something happened.').notice).toBeUndefined();
  expect(Object.keys(NOTICES).length).toBeGreaterThan(80);
  expect(Object.keys(NOTICES).sort()).toEqual(Object.keys(EventType).sort());
});

const hostile = `"><script>alert(1)</script>\r\nBcc: all@example.com http://evil.example/a?b=c \u202e${'x'.repeat(500)}`;
const DETAILS = { kind: 'PASSKEY', name: hostile, from: hostile, to: hostile, by: hostile, username: hostile };

const TOLD = Object.entries(NOTICES).flatMap(([type, notice]) => (notice ? [[type, notice] as const] : []));
test.each(TOLD)('%s: no markup, address or line of its own comes from what somebody has typed', (_, notice) => {
  for (const kind of ['API', 'PASSKEY', 'something new', undefined]) {
    const telling = notice({ ...DETAILS, kind }, 'your account');
    if (!telling) continue;
    const letter = noticeLetter({ name: 'Ann', account: 'your account', ...telling, facts: [] });
    expect(letter.subject).not.toMatch(/[\r\n<>]|evil\.example/);
    expect(letter.subject.length).toBeLessThan(150);
    for (const part of [letter.text, letter.html]) expect(part).not.toMatch(/<script|evil\.example|Bcc:|\u202e/);
  }
});

test.each(TOLD)('%s: bare details do not stop what is reported', (_, notice) => {
  expect(() => notice({}, '')).not.toThrow();
});
