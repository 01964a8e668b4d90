/** Reads and validates the mail settings passed by `config.ts`; collects all faults. */
import type { MailSettings } from './smtp';

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
const FROM = /^(?:([^<>"\r\n]*?)\s*<([^\s<>@,;]+@[^\s<>@,;]+)>|([^\s<>@,;]+@[^\s<>@,;]+))$/;

const serverOf = (value: string): URL | null => {
  const url = URL.canParse(value) ? new URL(value) : null;
  const usable = url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '' && !url.hash && !url.search;
  return usable && ['', '/'].includes(url.pathname) ? url : null;
};

/** Null if neither is set; mail is then disabled. */
export const readMailConfig = (read: (name: string) => string | null, faults: string[]): MailSettings | null => {
  const [server, sender] = [read('SMTP_URL'), read('MAIL_FROM')];
  if (server === null && sender === null) return null;
  for (const [name, value] of Object.entries({ SMTP_URL: server, MAIL_FROM: sender }))
    if (value === null) faults.push(`${name} must also be set: SMTP_URL and MAIL_FROM are required together`);
  const url = server === null ? null : serverOf(server);
  if (server !== null && !url)
    faults.push('SMTP_URL must be an smtp or smtps URL, for example smtps://user:password@mail.example.com:465');
  const from = sender === null ? null : FROM.exec(sender.trim());
  if (sender !== null && !from)
    faults.push('MAIL_FROM must be an address, for example id@example.com or Castellan <id@example.com>');
  if (!url || !from) return null;
  return {
    url: url.href,
    requireTls: url.protocol === 'smtp:' && !LOOPBACK.includes(url.hostname),
    from: { name: from[1] ?? '', address: (from[2] ?? from[3])! },
  };
};
