/** Sends mail by SMTP. Only the code of the server's response is used, because its text may contain addresses. */
import { createTransport } from 'nodemailer';
import type { Letter, Mailer, MailResult } from './mailer';

export interface MailSettings {
  /** `smtp:` or `smtps:`, with user and password if the server requires them. */
  url: string;
  /** Requires TLS from the first or second command on; only a server on this machine may go without. */
  requireTls: boolean;
  from: { name: string; address: string };
}

const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;

interface Fault {
  code?: unknown;
  responseCode?: unknown;
}

/** The server permanently rejected the letter or its address (RFC 5321 section 4.2.1). */
const isPermanent = ({ code, responseCode }: Fault): boolean =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') &&
  (responseCode === undefined || (typeof responseCode === 'number' && responseCode >= 500));

const causeOf = ({ code, responseCode }: Fault): string =>
  [typeof code === 'string' ? code : 'unknown', ...(typeof responseCode === 'number' ? [responseCode] : [])].join(' ');

export const smtpMailer = ({ url, requireTls, from }: MailSettings): Mailer => {
  const transport = createTransport({
    url,
    requireTLS: requireTls,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    send: async ({ id, to, subject, text, html }: Letter): Promise<MailResult> => {
      try {
        await transport.sendMail({
          from,
          messageId: `<${id}@${domain}>`,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // Suppresses automatic replies (RFC 3834).
          headers: { 'auto-submitted': 'auto-generated' },
        });
        return { outcome: 'SENT' };
      } catch (error) {
        const fault = error as Fault;
        return { outcome: isPermanent(fault) ? 'REFUSED' : 'RETRY', cause: causeOf(fault) };
      }
    },
    close: () => transport.close(),
  };
};
