/** The texts of mails, as plain text and HTML. Pure functions of their input. */
import { html, type Html } from '../platform/html';
import type { Letter } from './mailer';

export type Content = Omit<Letter, 'id' | 'to'>;

interface Parts {
  subject: string;
  paragraphs: string[];
  /** Details, one per line. */
  facts?: [label: string, value: string][];
  /** A paragraph before the action. */
  before?: string;
  /** The button and its link. */
  action?: { label: string; url: string };
  /** Small print at the end. */
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
      `Someone, probably you, registered with this e-mail address. Confirm that it is yours within ${minutes} minutes. You will be asked for the password that you chose.`,
    ],
    action: { label: 'Confirm address', url },
    closing: 'If this was not you, you can ignore this mail. No one can sign in without the confirmation.',
  });

export const invitationLetter = ({ name, url, until }: Omit<Confirmation, 'minutes'> & { until: Date }): Content =>
  letter({
    subject: 'You have been invited',
    paragraphs: [
      greeting(name),
      `You have been invited to create an account. The invitation is for you only and expires at ${until.toUTCString()}.`,
    ],
    action: { label: 'Accept invitation', url },
    closing: 'If you did not expect this invitation, you can ignore this mail.',
  });

export const alreadyRegisteredLetter = (): Content =>
  letter({
    subject: 'You already have an account',
    paragraphs: [
      'Hello,',
      'Someone, probably you, tried to register with this e-mail address. It already has an account, which was not changed. Sign in to that account, or reset your password if you have forgotten it.',
    ],
    closing: 'If this was not you, you can ignore this mail.',
  });

export const recoveryLetter = ({ name, url, minutes }: Confirmation): Content =>
  letter({
    subject: 'Reset your password',
    paragraphs: [
      greeting(name),
      `Someone, probably you, requested a new password for your account. Set it within ${minutes} minutes. You will be signed out everywhere.`,
    ],
    action: { label: 'Set new password', url },
    closing: 'If this was not you, you can ignore this mail. Your password stays the same.',
  });

export interface NoticeContext {
  name: string | null;
  /** `your account`, or a service account by name. */
  account: string;
  /** The lockdown link. */
  url?: string;
  days?: number;
}

/** The end of letters that report a change. */
const lockdownParts = ({ account, url, days }: NoticeContext): Pick<Parts, 'before' | 'action' | 'closing'> =>
  url
    ? {
        before: `If you did not expect this, lock ${account} now. All sessions and tokens will end, and no one can sign in until the account is reactivated.`,
        action: { label: `Lock ${account === 'your account' ? 'my account' : account}`, url },
        closing: `If you expected this, you can ignore this mail. The link can be used once and is valid for ${days} days.`,
      }
    : { closing: 'If you did not expect this, contact your administrator immediately.' };

export const noticeLetter = ({
  what,
  more,
  facts,
  ...noticed
}: NoticeContext & { what: string; more?: string; facts: [string, string][] }): Content =>
  letter({
    subject: what,
    paragraphs: [greeting(noticed.name), `${what}.`, ...(more ? [more] : [])],
    facts,
    ...lockdownParts(noticed),
  });

export const moreChangesLetter = (noticed: NoticeContext): Content =>
  letter({
    subject: 'More changes to your account',
    paragraphs: [
      greeting(noticed.name),
      `Many credentials of ${noticed.account} were changed within an hour. You will not get a separate mail about each further change for the rest of this hour. All changes are listed in the events of the account.`,
    ],
    ...lockdownParts(noticed),
  });
