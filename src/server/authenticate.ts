/**
 * Who calls: nothing (anonymous), a principal, or a rejection. One prepared statement asks the live predicate, at every request: nothing
 * about whether a token is live is ever kept.
 */
import type { IncomingMessage } from 'node:http';
import type { Database } from '../database/database';
import { findPrincipalByHash } from '../core/authority/find-principal';
import { anonymous, type Principal } from '../core/authority/principal';
import { secretHash } from '../platform/hash';
import { unauthenticated } from '../schema/errors';

const MAX_TOKEN = 4_096;

/** Throws UNAUTHENTICATED for an Authorization header that is not a live bearer token for this service. */
export const authenticate = async (
  database: Database,
  request: IncomingMessage,
  resource: string,
): Promise<Principal> => {
  const header = request.headers.authorization;
  if (header === undefined) return anonymous;
  // Node keeps the first of several; which one was meant is not ours to guess.
  if (request.headersDistinct['authorization']!.length > 1) throw unauthenticated();
  const value = /^Bearer +([\x21-\x7e]+) *$/i.exec(header)?.[1];
  if (!value || value.length > MAX_TOKEN) throw unauthenticated();
  const principal = await findPrincipalByHash(database, secretHash(value), resource);
  if (!principal) throw unauthenticated();
  return principal;
};
