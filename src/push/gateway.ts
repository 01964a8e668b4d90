/** The interface of push gateways: sends one message to one address and returns the outcome. Independent of the database and the schema. */

/** Tells a device that there is a request for it. Contains what the device needs to fetch the rest, and nothing about the user. */
export interface PushMessage {
  /** A UUID that stays the same across attempts, so that duplicates can be detected. */
  id: string;
  /** What the device provided when it enrolled. Never log it. */
  address: string;
  authenticationId: string;
  applicationName: string;
  /** The message is obsolete after this. */
  expiresAt: Date;
}

export type PushResult =
  | { outcome: 'DELIVERED' }
  /** The address no longer exists and never will again. */
  | { outcome: 'ADDRESS_GONE'; cause: string }
  /** May succeed later. Includes possible configuration errors, which must not end an enrollment. */
  | { outcome: 'RETRY'; cause: string; afterSeconds: number | null };

export interface PushGateway {
  /** Never throws because of the server's response; `signal` aborts it. */
  send(message: PushMessage, signal?: AbortSignal): Promise<PushResult>;
  close(): void;
}

export const TIMEOUT_MS = 5_000;
const MAX_WAIT_SECONDS = 3_600;

export const delivered: PushResult = { outcome: 'DELIVERED' };

/** The reason given by the server, as used in logs and events: a single word, or nothing. */
const singleWord = (cause: unknown): string =>
  typeof cause === 'string' && /^[A-Za-z0-9_.-]{1,60}$/.test(cause) ? cause : 'unknown';

export const addressGone = (cause: unknown): PushResult => ({ outcome: 'ADDRESS_GONE', cause: singleWord(cause) });

export const retry = (cause: unknown, retryAfter?: string | null): PushResult => {
  const seconds = retryAfter && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
  return {
    outcome: 'RETRY',
    cause: singleWord(cause),
    afterSeconds: seconds === null ? null : Math.min(seconds, MAX_WAIT_SECONDS),
  };
};

/** A connection that was refused, cut or timed out, by the error's name: its message may contain addresses. */
export const unreachable = (error: unknown): PushResult => {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } };
  return retry(cause?.code ?? (typeof code === 'string' ? code : name));
};

export const timeLimit = (signal: AbortSignal | undefined, timeoutMs: number): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
