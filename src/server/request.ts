/** Metadata of an HTTP request. */
import type { IncomingMessage } from 'node:http';
import type { ClientAddress } from '../platform/client-address';
import { newId } from '../platform/random';

export interface RequestInfo {
  id: string;
  path: string;
  search: string;
  ip: string | null;
  userAgent: string | null;
  /** Set when the caller is known. */
  applicationId?: string | null;
}

const GIVEN_ID = /^[\w.:-]{8,64}$/;

/** Accepts the caller's `x-request-id` if it is well-formed. */
export const requestInfo = (request: IncomingMessage, clientAddress: ClientAddress): RequestInfo => {
  const given = request.headers['x-request-id'];
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    id: typeof given === 'string' && GIVEN_ID.test(given) ? given : newId(),
    path: mark < 0 ? url : url.slice(0, mark),
    search: mark < 0 ? '' : url.slice(mark),
    ip: clientAddress(request),
    userAgent: request.headers['user-agent']?.toWellFormed().slice(0, 512) ?? null,
  };
};
