/**
 * Tells database outages from bugs: during an outage the caller can retry and gets the same message everywhere. This is the only list of what
 * counts as an outage.
 */
import { types } from 'node:util';

/**
 * SQLSTATEs (PostgreSQL, appendix A): connection errors (08), insufficient resources such as disk and memory (53), server shutdown (57P), system
 * errors (58), a read-only server, transaction conflicts, timeouts and cancellations.
 */
const STATES = /^(08...|53...|57P..|58...|25006|25P03|40001|40P01|55P03|57014)$/;
const NETWORK = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
/** Errors without a code: those of pg, of its pool, and of TypeORM after it lost a transaction's connection. */
const MESSAGES =
  /timeout exceeded when trying to connect|timeout expired|connection terminated|connection error|not queryable|client was closed|query read timeout|cannot use a pool after|query runner already released/i;

/** Where the libraries store the original error. */
const causesOf = (error: Error): unknown[] => {
  const { originalError, driverError, errors } = error as {
    originalError?: unknown;
    driverError?: unknown;
    errors?: unknown;
  };
  return [originalError, driverError, error.cause, ...(error instanceof AggregateError ? (errors as unknown[]) : [])];
};

const MAX_CAUSES = 6;

export const isOutage = (error: unknown, depth = 0): boolean => {
  // Node's own errors are no `Error` of a context that a test runner made.
  if (!(error instanceof Error || types.isNativeError(error)) || depth > MAX_CAUSES) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (NETWORK.has(code) || STATES.test(code))) return true;
  return MESSAGES.test(error.message) || causesOf(error).some((cause) => isOutage(cause, depth + 1));
};

/** Two transactions conflicted: this one was rolled back and can be retried immediately. */
export const isTransactionConflict = (error: unknown): boolean => {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  return code === '40P01' || code === '40001' || (driverError !== undefined && isTransactionConflict(driverError));
};

/** The message for callers during an outage. */
export const OUTAGE_MESSAGE = 'The database is temporarily unavailable. Please try again.';
