/** The interface of mailers: sends one letter to one address and returns the outcome. Independent of the database and the schema. */

export interface Letter {
  /** The local part of the `Message-ID`: the same for each attempt, so that mail servers and readers recognize a copy. */
  id: string;
  /** An address without a name. Never log it. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

export type MailResult =
  | { outcome: 'SENT' }
  /** Permanently rejected; retrying is pointless. */
  | { outcome: 'REFUSED'; cause: string }
  /** May succeed later. */
  | { outcome: 'RETRY'; cause: string };

export interface Mailer {
  /** Never throws because of the server's response. */
  send(letter: Letter): Promise<MailResult>;
  close(): void;
}
