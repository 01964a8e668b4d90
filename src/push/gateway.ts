/** What every push gateway is: one message to one address, and what became of it. Knows neither the database nor the schema. */

/** Tells a device that it is asked for something. It carries what the device needs to fetch the rest, and nothing of the person. */
export interface PushMessage {
  /** A UUID, the same at each try: whoever gets a message twice can tell. */
  id: string;
  /** What the device gave when it enrolled. Never to be logged. */
  address: string;
  authenticationId: string;
  applicationName: string;
  /** After this nobody needs it. */
  expiresAt: Date;
}

export type Sent =
  | { outcome: 'DELIVERED' }
  /** There is no such address any more, and never will be. */
  | { outcome: 'ADDRESS_GONE'; cause: string }
  /** It may work later. What may be a fault of the configuration is this too: it must end nobody's enrolment. */
  | { outcome: 'RETRY'; cause: string; afterSeconds: number | null };

export interface PushGateway {
  /** Never throws for what the other side does; `signal` cuts it off. */
  send(message: PushMessage, signal?: AbortSignal): Promise<Sent>;
  close(): void;
}

export const TIMEOUT_MS = 5_000;
const MAX_WAIT_SECONDS = 3_600;

export const delivered: Sent = { outcome: 'DELIVERED' };

/** What the other side calls its reason goes to logs and events: a word of it, or nothing. */
const word = (cause: unknown): string =>
  typeof cause === 'string' && /^[A-Za-z0-9_.-]{1,60}$/.test(cause) ? cause : 'unknown';

export const addressGone = (cause: unknown): Sent => ({ outcome: 'ADDRESS_GONE', cause: word(cause) });

export const retry = (cause: unknown, retryAfter?: string | null): Sent => {
  const seconds = retryAfter && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
  return {
    outcome: 'RETRY',
    cause: word(cause),
    afterSeconds: seconds === null ? null : Math.min(seconds, MAX_WAIT_SECONDS),
  };
};

/** A connection that was refused, cut or too slow, by the name of its fault: messages of faults may contain addresses. */
export const unreachable = (error: unknown): Sent => {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } };
  return retry(cause?.code ?? (typeof code === 'string' ? code : name));
};

export const timeLimit = (signal: AbortSignal | undefined, timeoutMs: number): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
