/** The settings of the mail server: all faults at once, without the values, and nothing half-configured. */
import { readConfig } from '../../src/config';
import { faultsOf } from '../support/faults';

const URL_ = 'smtps://castellan:s3cret@mail.example.com:465';

test('neither is needed: then nothing is mailed', () => {
  expect(readConfig({}).mail).toBeNull();
});

test('both are read, the sender with a name or without', () => {
  expect(readConfig({ SMTP_URL: URL_, MAIL_FROM: 'Castellan <id@example.com>' }).mail).toEqual({
    url: URL_,
    requireTls: false,
    from: { name: 'Castellan', address: 'id@example.com' },
  });
  expect(readConfig({ SMTP_URL: URL_, MAIL_FROM: 'id@example.com' }).mail!.from).toEqual({
    name: '',
    address: 'id@example.com',
  });
});

test('without TLS only a server on this machine is spoken to', () => {
  const tls = (url: string) => readConfig({ SMTP_URL: url, MAIL_FROM: 'id@example.com' }).mail!.requireTls;
  expect(tls('smtp://mail.example.com')).toBe(true);
  for (const host of ['localhost', '127.0.0.1:2525', '[::1]:25']) expect(tls(`smtp://${host}`)).toBe(false);
});

test.each([
  ['http://mail.example.com', 'id@example.com', ['SMTP_URL']],
  ['mail.example.com', 'id@example.com', ['SMTP_URL']],
  ['smtp://mail.example.com?requireTLS=false', 'id@example.com', ['SMTP_URL']],
  ['smtp://mail.example.com/inbox', 'id@example.com', ['SMTP_URL']],
  [URL_, 'nobody', ['MAIL_FROM']],
  [URL_, 'a@example.com, b@example.com', ['MAIL_FROM']],
  [URL_, 'A <a@example.com>\r\nBcc: b@example.com', ['MAIL_FROM']],
  [URL_, '', ['MAIL_FROM']],
  ['', 'id@example.com', ['SMTP_URL']],
  ['ftp://x', 'nobody', ['SMTP_URL', 'MAIL_FROM']],
])('%j and %j: %j', (url, from, names) => {
  const faults = faultsOf({ SMTP_URL: url, MAIL_FROM: from, PORT: 'x' });
  expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([...names, 'PORT'].sort());
  expect(faults.join()).not.toContain('s3cret');
});
