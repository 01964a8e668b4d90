/** The proof that a caller holds the key of a bound token (DPoP, RFC 9449). Each proof is for one request and works once. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { calculateJwkThumbprint, EmbeddedJWK, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Database } from '../database/database';
import { secretHash } from '../platform/hash';
import { PROOF_ALGORITHMS, rememberProof } from '../provider/proofs';
import { unauthenticated } from '../schema/errors';

/** How many seconds the clock of the caller may differ, and a proof may be old. */
const WINDOW = 60;

interface Bound {
  token: string;
  /** The thumbprint of the key (RFC 7638). */
  keyThumbprint: string;
  /** The address of the GraphQL API: others are beside it. */
  resource: string;
}

/** Requests that have been proved already: a long download checks its caller more than once. */
const proved = new WeakSet<IncomingMessage>();

const withoutQuery = (url: string): string | null => {
  const parsed = URL.parse(url);
  return parsed && `${parsed.origin}${parsed.pathname}`;
};

const isFor = ({ payload }: JWTVerifyResult, request: IncomingMessage, { token, resource }: Bound): boolean =>
  typeof payload.jti === 'string' &&
  payload.jti !== '' &&
  payload['htm'] === request.method &&
  typeof payload['htu'] === 'string' &&
  withoutQuery(payload['htu']) === withoutQuery(new URL(`.${request.url ?? '/'}`, resource).href) &&
  payload['ath'] === createHash('sha256').update(token).digest('base64url');

/** Throws UNAUTHENTICATED without such a proof. */
export const checkProof = async (database: Database, request: IncomingMessage, bound: Bound): Promise<void> => {
  if (proved.has(request)) return;
  const proof = request.headersDistinct['dpop'];
  if (proof?.length !== 1) throw unauthenticated();
  const verified = await jwtVerify(proof[0]!, EmbeddedJWK, {
    algorithms: PROOF_ALGORITHMS,
    typ: 'dpop+jwt',
    maxTokenAge: WINDOW,
    clockTolerance: WINDOW / 2,
    requiredClaims: ['jti', 'iat'],
  }).catch(() => null);
  if (!verified || !isFor(verified, request, bound)) throw unauthenticated();
  const { payload, protectedHeader } = verified;
  if ((await calculateJwkThumbprint(protectedHeader.jwk!)) !== bound.keyThumbprint) throw unauthenticated();
  if (!(await rememberProof(database, secretHash(`${bound.keyThumbprint}.${payload.jti}`), 3 * WINDOW)))
    throw unauthenticated();
  proved.add(request);
};
