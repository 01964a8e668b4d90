/**
 * Finds the caller: anonymous, a principal, or a rejection. Every request evaluates the live predicate in one prepared statement; whether a
 * token is live is never cached.
 */
import type { IncomingMessage } from 'node:http';
import type { Database } from '../database/database';
import { findPrincipalByHash } from '../core/authority/find-principal';
import { anonymous, type Principal } from '../core/authority/principal';
import { secretHash } from '../platform/hash';
import { unauthenticated } from '../schema/errors';
import { checkProof } from './proof';

const MAX_TOKEN = 4_096;

/** Throws UNAUTHENTICATED if the Authorization header is not a live token for this service, or lacks the proof that the token needs. */
export const authenticate = async (
  database: Database,
  request: IncomingMessage,
  resource: string,
): Promise<Principal> => {
  const header = request.headers.authorization;
  if (header === undefined) return anonymous;
  // Node keeps the first of several headers; which one was intended is unknown.
  if (request.headersDistinct['authorization']!.length > 1) throw unauthenticated();
  const [, scheme, value] = /^(Bearer|DPoP) +([\x21-\x7e]+) *$/i.exec(header) ?? [];
  if (!value || value.length > MAX_TOKEN) throw unauthenticated();
  const principal = await findPrincipalByHash(database, secretHash(value), resource);
  if (!principal) throw unauthenticated();
  const { keyThumbprint } = principal;
  const isBound = scheme!.toLowerCase() === 'dpop';
  if (isBound !== (keyThumbprint !== null)) throw unauthenticated();
  if (keyThumbprint) await checkProof(database, request, { token: value, keyThumbprint, resource });
  return principal;
};
