/** What is written in mails, as text and as HTML of the same words: pure functions of what is known. */
import { html, type Html } from '../platform/html';
import type { Letter } from './mailer';

export type Content = Omit<Letter, 'to'>;

interface Parts {
  subject: string;
  paragraphs: string[];
  /** What is known of it, a line each. */
  facts?: [label: string, value: string][];
  /** When to do what follows. */
  before?: string;
  /** What to do, and where. */
  action?: { label: string; url: string };
  /** Smaller, at the end. */
  closing: string;
}

const STYLE = {
  body: 'margin:0;padding:24px;background:#eef1f6;color:#1a2230;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif',
  card: 'max-width:480px;margin:0 auto;padding:32px;background:#fff;border:1px solid #d5dbe5;border-radius:14px',
  brand: 'margin:0 0 24px;color:#556074;font-size:14px;font-weight:600',
  text: 'margin:0 0 16px;overflow-wrap:anywhere',
  button:
    'display:inline-block;padding:12px 24px;border-radius:8px;background:#2856c2;color:#fff;font-weight:600;text-decoration:none',
  quiet: 'margin:16px 0 0;color:#556074;font-size:14px;overflow-wrap:anywhere',
};

const paragraph = (text: string): Html => html`<p style="${STYLE.text}">${text}</p>`;

const letter = ({ subject, paragraphs, facts = [], before, action, closing }: Parts): Content => ({
  subject,
  text: [
    ...paragraphs,
    ...(facts.length > 0 ? [facts.map(([label, value]) => `${label}: ${value}`).join('\n')] : []),
    ...(before ? [before] : []),
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    closing,
    '',
  ].join('\n\n'),
  html: html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${subject}</title>
      </head>
      <body style="${STYLE.body}">
        <div style="${STYLE.card}">
          <p style="${STYLE.brand}">Castellan</p>
          ${paragraphs.map(paragraph)}
          ${
            facts.length > 0 &&
            html`<p style="${STYLE.text}">
              ${facts.map(([label, value]) => html`${label}: <strong>${value}</strong><br />`)}
            </p>`
          }
          ${before && paragraph(before)}
          ${
            action &&
            html`<p style="${STYLE.text}"><a href="${action.url}" style="${STYLE.button}">${action.label}</a></p>
              <p style="${STYLE.quiet}">If the button does not work, open this address: ${action.url}</p>`
          }
          <p style="${STYLE.quiet}">${closing}</p>
        </div>
      </body>
    </html> `.toString(),
});

const greeting = (name: string | null): string => (name ? `Hello ${name},` : 'Hello,');

export interface Confirmation {
  name: string | null;
  url: string;
  minutes: number;
}

export const confirmationLetter = ({ name, url, minutes }: Confirmation): Content =>
  letter({
    subject: 'Confirm your e-mail address',
    paragraphs: [
      greeting(name),
      `somebody, probably you, has registered with this e-mail address. Confirm that it is yours within ${minutes} minutes. You will be asked for the password that you chose.`,
    ],
    action: { label: 'Confirm the address', url },
    closing: 'If it was not you, do nothing: without the confirmation nobody can sign in.',
  });

export const invitationLetter = ({ name, url, until }: Omit<Confirmation, 'minutes'> & { until: Date }): Content =>
  letter({
    subject: 'You are invited',
    paragraphs: [
      greeting(name),
      `you are invited to make an account of your own. The invitation is for you alone, and lasts until ${until.toUTCString()}.`,
    ],
    action: { label: 'Accept the invitation', url },
    closing: 'If you did not expect it, do nothing.',
  });

export const alreadyRegisteredLetter = (): Content =>
  letter({
    subject: 'You have an account already',
    paragraphs: [
      'Hello,',
      'somebody, probably you, has tried to register with this e-mail address. There is an account for it already, and it was not changed. Sign in with it; if you have lost the password, ask for help.',
    ],
    closing: 'If it was not you, there is nothing to do.',
  });

export const recoveryLetter = ({ name, url, minutes }: Confirmation): Content =>
  letter({
    subject: 'Set another password',
    paragraphs: [
      greeting(name),
      `somebody, probably you, has asked for another password for your account. Set it within ${minutes} minutes. Wherever you are signed in, you will be signed out.`,
    ],
    action: { label: 'Set another password', url },
    closing: 'If it was not you, do nothing: your password stays as it is.',
  });

export interface Noticed {
  name: string | null;
  /** `your account`, or a service account by its name. */
  account: string;
  /** Locks the account down. */
  url?: string;
  days?: number;
}

/** How a letter goes on that has said what happened. */
const lockable = ({ account, url, days }: Noticed): Pick<Parts, 'before' | 'action' | 'closing'> =>
  url
    ? {
        before: `If you did not expect this, lock ${account} now: every session and token ends, and nobody can sign in until it is opened again.`,
        action: { label: `Lock ${account === 'your account' ? 'my account' : account}`, url },
        closing: `If you expected this, there is nothing to do. The link works once, for ${days} days.`,
      }
    : { closing: 'If you did not expect this, ask whoever runs the service for help at once.' };

export const noticeLetter = ({
  what,
  more,
  facts,
  ...noticed
}: Noticed & { what: string; more?: string; facts: [string, string][] }): Content =>
  letter({
    subject: what,
    paragraphs: [greeting(noticed.name), `${what}.`, ...(more ? [more] : [])],
    facts,
    ...lockable(noticed),
  });

export const moreChangesLetter = (noticed: Noticed): Content =>
  letter({
    subject: 'There were more changes to your account',
    paragraphs: [
      greeting(noticed.name),
      `Within an hour, more changes were made to what opens ${noticed.account} than we mail you about. For the rest of the hour we do not mail you about each of them; the list of events of the account has them all.`,
    ],
    ...lockable(noticed),
  });
