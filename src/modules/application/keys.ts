/** The public keys that an application authenticates with (`private_key_jwt`, RFC 7523). They are kept where client secrets are, and end like them. */
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { invalidInput } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import type { Caller } from '../../core/event/record';
import { applicationSecrets } from './secret-repository';

const MAX_KEYS = 10;
const MAX_LENGTH = 50_000;
const MIN_RSA_BITS = 2_048;

/** The algorithms that a client may sign with. */
export const CLIENT_KEY_ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'Ed25519', 'EdDSA'];

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** The algorithm that a key of this type is imported for. */
const ALGORITHM: Record<string, string> = {
  RSA: 'RS256',
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'EdDSA',
};

const refuse = (what: string): never => {
  throw invalidInput('jwks', `\`jwks\`: ${what}`);
};

const bitsOf = ({ n }: JWK): number => Buffer.from(n ?? '', 'base64url').length * 8;

const checkKey = async (key: JWK, at: string): Promise<JWK> => {
  if (key === null || typeof key !== 'object' || Array.isArray(key)) return refuse(`${at} is not a JSON Web Key.`);
  if (PRIVATE.some((part) => part in key))
    return refuse(`${at} contains a private or secret key. Register only the public key, and replace this one.`);
  const algorithm = ALGORITHM[(key.kty === 'RSA' ? 'RSA' : key.crv) ?? ''];
  if (!algorithm) return refuse(`${at} must be an RSA key, or a key on P-256, P-384, P-521 or Ed25519.`);
  if (key.alg !== undefined && !CLIENT_KEY_ALGORITHMS.includes(key.alg))
    return refuse(`${at}: \`alg\` must be one of ${CLIENT_KEY_ALGORITHMS.join(', ')}.`);
  if (key.use !== undefined && key.use !== 'sig') return refuse(`${at} is not for signatures (\`use\`).`);
  if (key.kty === 'RSA' && bitsOf(key) < MIN_RSA_BITS) return refuse(`${at} must have at least ${MIN_RSA_BITS} bits.`);
  await importJWK(key, algorithm).catch(() => refuse(`${at} is not a valid public key.`));
  return key;
};

const parseKeys = (text: string): JWK[] => {
  if (text.length > MAX_LENGTH) return refuse(`must have at most ${MAX_LENGTH} characters.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse('is not valid JSON.');
  }
  const keys = (parsed as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) return refuse('must be a JSON Web Key Set, such as {"keys":[{"kty":"EC",…}]}.');
  if (keys.length > MAX_KEYS) return refuse(`must have at most ${MAX_KEYS} keys.`);
  return keys as JWK[];
};

/** Throws unless the text is a key set of public keys. */
export const readKeys = async (text: string): Promise<JWK[]> => {
  const keys = parseKeys(text);
  const checked: JWK[] = [];
  const kids = new Set<string>();
  for (const [i, key] of keys.entries()) {
    const at = `key ${i + 1}`;
    const valid = await checkKey(key, at);
    if (kids.has(valid.kid ?? (await calculateJwkThumbprint(valid))))
      return refuse(`${at} repeats a key or its \`kid\`.`);
    kids.add(valid.kid ?? (await calculateJwkThumbprint(valid)));
    checked.push(valid);
  }
  return checked;
};

/** What identifies a key among the secrets of its application. */
export const keyHash = async (key: JWK): Promise<Buffer> => Buffer.from(await calculateJwkThumbprint(key), 'base64url');

/** Replaces all secrets and keys of the application. */
export const replaceKeys = async (
  database: Database,
  caller: Caller,
  applicationId: string,
  keys: JWK[],
): Promise<void> => {
  const secrets = applicationSecrets(database);
  await secrets.delete({ applicationId });
  for (const publicJwk of keys) {
    const id = newId();
    await secrets.add({ id, applicationId, hash: await keyHash(publicJwk), publicJwk: publicJwk as JsonWebKey });
    await recordDerived(database, caller, [{ kind: 'CLIENT_SECRET', id }]);
  }
};
