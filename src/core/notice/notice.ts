/**
 * How a module defines its events, each with the notice that is mailed to the owner of an account when a credential is created, changed or
 * removed.
 */
import type { EventType } from '../../schema/enums';

export interface NoticeText {
  /** The subject and first sentence, for example `A passkey was added to your account`. */
  what: string;
  /** Further consequences, in one sentence. */
  more?: string;
  /** Whether the account is already closed, so that there is nothing left to lock. */
  closed?: boolean;
}

export type Details = Record<string, unknown>;
/** `account` is how the letter refers to it: `your account`, or a service account by name. Null if the event is not about a credential. */
export type Notice = (details: Details, account: string) => NoticeText | null;

/** User-chosen names could look like an address or a line of the letter; only plain words are kept. */
export const sanitizeName = (name: unknown): string =>
  [
    ...String(name ?? '')
      .normalize('NFKC')
      .replace(/[^\p{L}\p{M}\p{N} _'()+#-]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, 60)
    .join('');

export const nameSuffix = (name: unknown): string =>
  sanitizeName(name) === '' ? '' : ` named “${sanitizeName(name)}”`;
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const fixedNotice =
  (what: string, more?: string): Notice =>
  (_details, account) => ({ what: what.replace('ACCOUNT', account), ...(more ? { more } : {}) });

/** No credential is affected, or its owner is told in another mail. */
export const NO_NOTICE = null;

export interface EventDefinition {
  /** Its description in the schema. */
  description: string;
  notice: Notice | null;
}

/** Defines an event. Whether it mails a notice has no default: it is a decision. */
export const event = (description: string, notice: Notice | null): EventDefinition => ({ description, notice });

/** The notice of each event type. */
export const NOTICES: Partial<Record<EventType, Notice | null>> = {};

/** Adds the notices of a module's events. */
export const registerNotices = (events: Readonly<Record<string, EventDefinition>>): void => {
  for (const [type, { notice }] of Object.entries(events)) NOTICES[type as EventType] = notice;
};
