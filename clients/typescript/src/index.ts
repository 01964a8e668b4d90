/** Typed documents for everyday operations, and the smallest client that sends them. */
export * from './generated/graphql.js';
export { possibleTypes } from './generated/possible-types.js';
export { CastellanError, type ResponseError } from './error.js';
export { request } from './request.js';
export { orThrow } from './refusal.js';
