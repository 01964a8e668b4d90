/** Tells "the database cannot serve this now" from a fault of our own: the first is a 503 that a caller may repeat. */
import { LocksOutOfOrder } from './request-scope';

/** Lost or refused connections, a server that stops or is full, deadlocks, serialization failures and timeouts (appendix A of PostgreSQL). */
const STATES = /^(08|53|57P0)|^(40001|40P01|25P02|25P03|55P03|57014)$/;
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** What pg and its pool say without a code. */
const MESSAGES =
  /timeout exceeded when trying to connect|connection terminated|not queryable|client was closed|query read timeout/i;

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;

/** Two transactions got into each other's way: this one has left nothing behind and may be tried again at once. */
export const isConflict = (error: unknown): boolean =>
  error instanceof LocksOutOfOrder || codeOf(error) === '40P01' || codeOf(error) === '40001';

export const isOutage = (error: unknown): boolean => {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; depth += 1) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && (NETWORK.has(code) || STATES.test(code))) return true;
    if (MESSAGES.test(cause.message)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isOutage)) return true;
    cause = (cause as { driverError?: unknown }).driverError ?? cause.cause;
  }
  return false;
};
