/** What applications prove about themselves: keys they authenticate with, and PKCE. */
import { compactVerify, importJWK, type JWK } from 'jose';
import { errors, type Client, type KoaContextWithOIDC } from 'oidc-provider';
import { keyHash } from '../modules/application';
import { systemClock } from '../platform/clock';
import { sameHash, secretHash } from '../platform/hash';
import { clientFacts } from './client-facts';
import { currentRequest } from './request/request-scope';

/** The hash of a client secret, if it is among those that are valid; several are during a rotation. */
export const matchingSecret = (secretHashes: readonly string[], secret: string): Buffer | null => {
  const hash = secretHash(secret);
  const matches = secretHashes.filter((known) => sameHash(Buffer.from(known, 'hex'), hash));
  return matches.length > 0 ? hash : null;
};

/**
 * The longest time in seconds that a client assertion may be valid: it is remembered that long, so that it works once. An hour, which some libraries
 * use, and a minute for clocks that differ.
 */
const MAX_ASSERTION = 3_660;

const hasSigned = async (key: JWK, assertion: string, alg: string): Promise<boolean> => {
  try {
    await compactVerify(assertion, await importJWK(key, alg), { algorithms: [alg] });
    return true;
  } catch {
    return false;
  }
};

/** The library has verified the signature with one of the keys. This finds out which, so that what it issues is known to come from that key. */
export const noteClientKey = async (
  ctx: KoaContextWithOIDC,
  claims: { exp?: unknown },
  header: { alg?: unknown },
  client: object,
): Promise<void> => {
  if (Number(claims.exp) > systemClock.now().getTime() / 1000 + MAX_ASSERTION)
    throw new errors.InvalidClientAuth('a client assertion may be valid for at most one hour');
  const assertion = String(ctx.oidc.params?.client_assertion);
  for (const key of clientFacts(client).keys)
    if (await hasSigned(key, assertion, String(header.alg))) {
      currentRequest().secretHash = await keyHash(key);
      return;
    }
};

/** RFC 9700 §2.1.1: a nonce protects the code of a confidential client as well. Without `openid` the library refuses a nonce. */
export const mustUsePkce = (ctx: KoaContextWithOIDC, client: Client): boolean => {
  const { pkce } = clientFacts(client);
  return pkce === 'REQUIRED' || (pkce === 'OR_NONCE' && !ctx.oidc.params?.nonce);
};
