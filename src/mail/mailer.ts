/** What a mailer is: one letter to one address, and what became of it. Knows neither the database nor the schema. */

export interface Letter {
  /** An address without a name. Never to be logged. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

export type Posted =
  | { outcome: 'SENT' }
  /** The server will never take it: of no use to try again. */
  | { outcome: 'REFUSED'; cause: string }
  /** It may work later. */
  | { outcome: 'RETRY'; cause: string };

export interface Mailer {
  /** Never throws for what the other side does. */
  send(letter: Letter): Promise<Posted>;
  close(): void;
}
