/** Error codes: of refusals, which are values in payloads, and of errors of a request. */
import { describedEnum, type EnumValue } from './described-enum';

const REFUSALS = {
  NOT_FOUND: 'Object not found, or you do not have access.',
  FORBIDDEN: 'The caller lacks the required permission, or the user holds permissions that the caller does not.',
  CONFLICT: 'The value is already in use; `path` names the field.',
  INVALID_INPUT: 'A value is invalid; `path` names the field.',
  INVALID_STATE: 'The object is in the wrong state for this operation.',
  EXTERNALLY_MANAGED: 'The field is managed by an external source.',
  AFFECTED_USERS_CHANGED: 'The users of the device differ from the confirmed ones; see `users`.',
  VERSION_CONFLICT: 'The object has been changed in the meantime; see `current`.',
  PLAN_DRIFTED: 'The plan would no longer end exactly what was planned; see `planned` and `actual`.',
  PLAN_EXPIRED: 'The plan has expired. Create a new one.',
  COUNT_MISMATCH: 'The filter matches a different number of objects than expected; see `actual`.',
  INVALID_SIGNATURE: 'The signature is invalid.',
  IDEMPOTENCY_MISMATCH: 'The idempotency key was already used with different input.',
  LAST_ADMINISTRATOR: 'The operation would leave no enabled administrator.',
  SELF_ACTION: 'Administrators cannot do this to themselves.',
  MAIL_UNAVAILABLE: 'A mail is required but cannot be sent: no mail server is configured, or the user has no address.',
  RATE_LIMITED: 'Too many attempts. Try again later.',
};

const REQUEST_ERRORS = {
  UNAUTHENTICATED: 'A valid access token is required. Only in errors of the response.',
  INSUFFICIENT_AUTHENTICATION:
    'The user must sign in again, as `extensions` says (RFC 9470). Only in errors of the response.',
  BAD_USER_INPUT:
    'The request does not match the schema, or a value is invalid; `extensions.argument` names it. Only in errors of the response.',
  UNAVAILABLE: 'The service cannot answer now. Try again later. Only in errors of the response.',
  INTERNAL_SERVER_ERROR:
    'A fault of the service; `extensions.requestId` is in its log. Only in errors of the response.',
};

export const ErrorCode = describedEnum(
  'ErrorCode',
  'The code of an error: `code` in the `errors` of a payload, `extensions.code` in the `errors` of a response. New values may be added; treat an unknown one as a refusal.',
  { ...REFUSALS, ...REQUEST_ERRORS },
);
export type ErrorCode = keyof typeof REFUSALS;
export type RequestErrorCode = keyof typeof REQUEST_ERRORS | 'FORBIDDEN';

export const RefusalCode = describedEnum('RefusalCode', 'Why a mutation would be refused.', {
  ...REFUSALS,
});
export type RefusalCode = EnumValue<typeof RefusalCode>;

export const HeldUpReason = describedEnum('HeldUpReason', 'Why deferred work was not carried out.', {
  CREATOR_ENDED:
    'The person who created it can no longer sign in, or the application they used is disabled or deleted.',
  CREATOR_NOT_ENTITLED: 'The person or application that created it no longer has the required permissions.',
  FAILED: 'It failed several times because of a fault of the service. The log says why.',
});
export type HeldUpReason = EnumValue<typeof HeldUpReason>;
