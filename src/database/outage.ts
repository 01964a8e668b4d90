/**
 * Tells "the database cannot serve this now" from a fault of our own: the caller may repeat the first, and is told so everywhere in the same
 * way. This is the only list of what counts as an outage.
 */

/**
 * SQLSTATEs (PostgreSQL, appendix A): the connection (08), resources such as disk and memory (53), a server that stops (57P), the system
 * below it (58), a server that only reads, transactions that got into each other's way, and what waited too long or was cancelled.
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
/** Errors without a code: those of pg, of its pool, and of TypeORM once it has lost the connection of a transaction. */
const MESSAGES =
  /timeout exceeded when trying to connect|timeout expired|connection terminated|connection error|not queryable|client was closed|query read timeout|cannot use a pool after|query runner already released/i;

/** Where the libraries keep the error that they report as another. */
const causesOf = (error: Error): unknown[] => {
  const { originalError, driverError, errors } = error as {
    originalError?: unknown;
    driverError?: unknown;
    errors?: unknown;
  };
  return [originalError, driverError, error.cause, ...(error instanceof AggregateError ? (errors as unknown[]) : [])];
};

const MOST_CAUSES = 6;

export const isOutage = (error: unknown, depth = 0): boolean => {
  if (!(error instanceof Error) || depth > MOST_CAUSES) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (NETWORK.has(code) || STATES.test(code))) return true;
  return MESSAGES.test(error.message) || causesOf(error).some((cause) => isOutage(cause, depth + 1));
};

/** Two transactions got into each other's way: this one has left nothing behind and may be tried again at once. */
export const isTransactionConflict = (error: unknown): boolean => {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  return code === '40P01' || code === '40001' || (driverError !== undefined && isTransactionConflict(driverError));
};

/** What callers are told during an outage, whichever way they asked. */
export const OUTAGE = 'The database cannot serve this at the moment; try again.';
