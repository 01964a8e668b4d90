/** Refusals of mutations are values in `errors`; this makes them exceptions for those who prefer that. */
import { CastellanError } from './error.js';
import type { ErrorCode } from './generated/graphql.js';

interface Refusal {
  code: ErrorCode;
  message: string;
  path: string[] | null;
}

/** The payload of a mutation; throws a `CastellanError` if it was refused. */
export const orThrow = <Payload extends { errors: Refusal[] }>(payload: Payload): Payload => {
  const [refusal] = payload.errors;
  if (refusal)
    throw new CastellanError(refusal.message, {
      code: refusal.code,
      argument: refusal.path ?? undefined,
      data: payload,
    });
  return payload;
};
