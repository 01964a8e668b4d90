/** Structured logs on stderr (stdout carries the one ready line). Secrets are redacted by path, whoever logs them. */
import { pino, type Logger } from 'pino';

export type { Logger };

export const createLogger = (level: string): Logger =>
  pino(
    {
      level,
      base: undefined,
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
    pino.destination({ dest: 2, sync: false }),
  );

/** A failed statement carries its parameters and details, which are people's data. */
export const loggable = (fault: unknown): object => {
  if (!(fault instanceof Error)) return { message: String(fault) };
  const { name, message, stack } = fault;
  return { type: name, message, stack, code: (fault as { code?: unknown }).code };
};
