/**
 * Structured logs on stderr (stdout only has the ready line). Errors are logged by an allow-list of their fields, wherever they occur in a line;
 * secrets under known names are also redacted.
 */
import { type DestinationStream, pino, type Logger } from 'pino';

export type { Logger };

const MAX_CAUSES = 4;

/** Names from the database schema, and numbers. `detail`, `where`, `hint`, `query` and `parameters` are excluded because they contain values. */
const FIELDS = [
  'code',
  'severity',
  'constraint',
  'table',
  'column',
  'errno',
  'syscall',
  'status',
  'statusCode',
] as const;

/** SQLSTATE classes whose messages name only objects and states; messages of other classes may quote the offending value. */
const VALUE_FREE_STATES = /^(08|25|28|3D|3F|40|42|53|55|57|58)...$/;
const SQL_STATE = /^[0-9A-Z]{5}$/;

const isDatabaseError = ({ code, severity }: { code?: unknown; severity?: unknown }): boolean =>
  typeof code === 'string' && SQL_STATE.test(code) && typeof severity === 'string';

/** The message up to the first quoted value: values follow a colon or are in quotation marks. */
const withoutValues = (message: string): string =>
  message
    .split('\n', 1)[0]!
    .replace(/: .*$/s, ': …')
    .replace(/"[^"]*"?|'[^']*'/g, '…');

/** Library errors that repeat their input. */
const ERRORS_WITH_INPUT = [
  'SyntaxError',
  'EntityNotFoundError',
  'GraphQLError',
  'ValidationError',
  'TypeError [ERR_INVALID_URL]',
];

const messageOf = (fault: Error): string => {
  const { code, driverError } = fault as { code?: unknown; driverError?: { code?: unknown; severity?: unknown } };
  const state = isDatabaseError(fault as never)
    ? code
    : driverError && isDatabaseError(driverError)
      ? driverError.code
      : null;
  if (state) return VALUE_FREE_STATES.test(String(state)) ? fault.message : withoutValues(fault.message);
  return ERRORS_WITH_INPUT.includes(fault.name) || isMailError(fault) ? withoutValues(fault.message) : fault.message;
};

/** A mail server repeats the addresses it rejects. */
const isMailError = (fault: Error): boolean => 'responseCode' in fault || 'rejected' in fault || 'command' in fault;

/** The stack frames only, because a stack starts with the message. */
const framesOf = ({ stack }: Error): string | undefined =>
  stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

const describe = (fault: unknown, depth: number): object => {
  // A thrown value that is not an error could be anything.
  if (!(fault instanceof Error)) return { type: typeof fault, message: 'a non-error value was thrown' };
  const { cause, driverError, originalError } = fault as {
    cause?: unknown;
    driverError?: unknown;
    originalError?: unknown;
  };
  const fields = fault as unknown as Record<string, unknown>;
  const shown = FIELDS.flatMap((field) =>
    ['string', 'number'].includes(typeof fields[field]) ? [[field, fields[field]]] : [],
  );
  const below = [driverError, originalError, cause].find((error) => error instanceof Error && error !== fault);
  const several = fault instanceof AggregateError ? fault.errors.slice(0, MAX_CAUSES) : [];
  return {
    type: fault.name,
    message: messageOf(fault),
    stack: framesOf(fault),
    ...(Object.fromEntries(shown) as object),
    ...(below && depth < MAX_CAUSES ? { cause: describe(below, depth + 1) } : {}),
    ...(several.length > 0 && depth < MAX_CAUSES ? { errors: several.map((error) => describe(error, depth + 1)) } : {}),
  };
};

/** An error as it may be logged: its kind, code and location, without any values. */
export const loggable = (fault: unknown): object => describe(fault, 0);

/** Replaces errors under any key of a line, not only `err`; their own properties would be logged otherwise. */
const withoutErrors = (line: Record<string, unknown>): Record<string, unknown> => {
  for (const value of Object.values(line))
    if (value instanceof Error)
      return Object.fromEntries(
        Object.entries(line).map(([key, entry]) => [key, entry instanceof Error ? loggable(entry) : entry]),
      );
  return line;
};

/** The message for errors logged without one; the error's own message would be used otherwise. */
const FALLBACK = 'an error';

export const createLogger = (
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger =>
  pino(
    {
      level,
      base: undefined,
      serializers: { err: (value: unknown) => (value instanceof Error ? loggable(value) : value) },
      formatters: { log: withoutErrors },
      hooks: {
        logMethod([first, message, ...values]: unknown[], method) {
          const line = first instanceof Error ? { err: first } : first;
          const wordless = message === undefined && typeof line === 'object' && line !== null && 'err' in line;
          const args = wordless ? [line, FALLBACK] : message === undefined ? [line] : [line, message, ...values];
          method.apply(this, args as Parameters<typeof method>);
        },
      },
      redact: {
        paths: [
          '*.password',
          '*.secret',
          '*.token',
          '*.authorization',
          '*.cookie',
          'req.headers.authorization',
          'req.headers.cookie',
        ],
        censor: '[redacted]',
      },
    },
    destination,
  );
