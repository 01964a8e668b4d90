/** Mail by SMTP. What the server says goes to nobody but by its code: its sentences may contain addresses. */
import { createTransport } from 'nodemailer';
import type { Letter, Mailer, Posted } from './mailer';

export interface MailSettings {
  /** `smtp:` or `smtps:`, with the user and password where the server wants them. */
  url: string;
  /** TLS from the first or the second command on; only a server on this machine may do without. */
  requireTls: boolean;
  from: { name: string; address: string };
}

const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;

interface Fault {
  code?: unknown;
  responseCode?: unknown;
}

/** The server has looked at the letter or its address, and said no for good (RFC 5321 section 4.2.1). */
const isFinal = ({ code, responseCode }: Fault): boolean =>
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
  return {
    send: async ({ to, subject, text, html }: Letter): Promise<Posted> => {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // RFC 3834: nobody who is away answers it.
          headers: { 'auto-submitted': 'auto-generated' },
        });
        return { outcome: 'SENT' };
      } catch (error) {
        const fault = error as Fault;
        return { outcome: isFinal(fault) ? 'REFUSED' : 'RETRY', cause: causeOf(fault) };
      }
    },
    close: () => transport.close(),
  };
};
