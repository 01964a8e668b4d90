/** Everything that the service refuses, as one error: what is wrong with a request, and what a mutation refused. */
import type { ErrorCode } from './generated/graphql.js';

/** An entry in `errors` of a response. */
export interface ResponseError {
  message: string;
  /** The field of the response. */
  path?: (string | number)[];
  extensions: {
    code: ErrorCode;
    /** The path to the invalid value, from the argument or variable on. */
    argument?: string[];
    /** For `INTERNAL_SERVER_ERROR`: the id to look for in the log of the service. */
    requestId?: string;
    /** For `INSUFFICIENT_AUTHENTICATION`: the parameters of the authorization request with which to sign in again. */
    acr_values?: string;
    max_age?: number;
  };
}

interface Details {
  code: ErrorCode;
  argument?: string[] | undefined;
  status?: number | undefined;
  errors?: ResponseError[];
  data?: unknown;
}

export class CastellanError extends Error {
  override readonly name = 'CastellanError';
  /** The code of the first error. */
  readonly code: ErrorCode;
  /** The path to the value that is wrong, for example `["input", "email"]`. */
  readonly argument: string[] | null;
  /** The HTTP status; null for a mutation that was refused. */
  readonly status: number | null;
  /** All errors of the response; empty for a mutation that was refused. */
  readonly errors: ResponseError[];
  /** What the response contained nevertheless. */
  readonly data: unknown;

  constructor(message: string, { code, argument, status, errors = [], data = null }: Details) {
    super(message);
    this.code = code;
    this.argument = argument ?? null;
    this.status = status ?? null;
    this.errors = errors;
    this.data = data;
  }
}
