/** The mail settings: reads and validates them for `config.ts`, and collects all faults. */
import type { SettingsReader, SettingText } from '../platform/settings';
import type { MailSettings } from './smtp';

export const MAIL_SETTINGS = {
  SMTP_URL: {
    description:
      'mail server: `smtps://user:password@mail.example.com`, or `smtp://` with STARTTLS; if not set, no mail is sent',
    example: 'smtps://user:password@mail.example.com',
    secret: true,
  },
  MAIL_FROM: {
    description: 'sender of mails: `Castellan <id@example.com>`',
    example: 'Castellan <id@example.com>',
  },
} satisfies Record<string, SettingText>;

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
const FROM = /^(?:([^<>"\r\n]*?)\s*<([^\s<>@,;]+@[^\s<>@,;]+)>|([^\s<>@,;]+@[^\s<>@,;]+))$/;

const serverOf = (value: string): URL | null => {
  const url = URL.canParse(value) ? new URL(value) : null;
  const usable = url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '' && !url.hash && !url.search;
  return usable && ['', '/'].includes(url.pathname) ? url : null;
};

/** Null if neither is set; mail is then disabled. */
export const readMailConfig = (settings: SettingsReader): MailSettings | null => {
  const { faults } = settings;
  const names = Object.keys(MAIL_SETTINGS);
  const missing = names.filter((name) => !settings.isGiven(name));
  if (missing.length === names.length) return null;
  for (const name of missing) faults.push(`${name} must also be set: SMTP_URL and MAIL_FROM are required together`);
  const [server, sender] = [settings.text('SMTP_URL'), settings.text('MAIL_FROM')];
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
