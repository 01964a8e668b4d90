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

/** What is kept of a key. Certificates and other members are not used. */
const PARTS = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;
const MAX_KID = 200;

const isText = (value: unknown): boolean => typeof value === 'string' && value.isWellFormed() && !/\p{Cc}/u.test(value);

const bitsOf = ({ n }: JWK): number => Buffer.from(n ?? '', 'base64url').length * 8;

const checkKey = async (key: JWK, at: string): Promise<JWK> => {
  if (key === null || typeof key !== 'object' || Array.isArray(key)) return refuse(`${at} is not a JSON Web Key.`);
  if (PRIVATE.some((part) => part in key))
    return refuse(`${at} contains a private or secret key. Register only the public key, and replace this one.`);
  const algorithm = ALGORITHM[(key.kty === 'RSA' ? 'RSA' : key.crv) ?? ''];
  if (!algorithm) return refuse(`${at} must be an RSA key, or a key on P-256, P-384, P-521 or Ed25519.`);
  if (key.alg !== undefined && !CLIENT_KEY_ALGORITHMS.includes(key.alg))
    return refuse(`${at}: \`alg\` must be one of ${CLIENT_KEY_ALGORITHMS.join(', ')}.`);
  const odd = PARTS.find((part) => part in key && !isText(key[part]));
  if (odd) return refuse(`${at}: \`${odd}\` must be a string without control characters.`);
  if ((key.kid?.length ?? 0) > MAX_KID) return refuse(`${at}: \`kid\` must have at most ${MAX_KID} characters.`);
  if (key.use !== undefined && key.use !== 'sig') return refuse(`${at} is not for signatures (\`use\`).`);
  if (key.kty === 'RSA' && bitsOf(key) < MIN_RSA_BITS) return refuse(`${at} must have at least ${MIN_RSA_BITS} bits.`);
  // With an exponent of 1 a signature is the text itself.
  if (key.kty === 'RSA' && BigInt(`0x0${Buffer.from(key.e ?? '', 'base64url').toString('hex')}`) < 3n)
    return refuse(`${at} has an exponent (\`e\`) that protects nothing.`);
  const kept = Object.fromEntries(PARTS.flatMap((part) => (part in key ? [[part, key[part]]] : []))) as JWK;
  await importJWK(key, key.alg ?? algorithm).catch(() => refuse(`${at} is not a valid public key.`));
  return kept;
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
  const known = new Set<string>();
  for (const [i, key] of keys.entries()) {
    const at = `key ${i + 1}`;
    const valid = await checkKey(key, at);
    const names = [
      `key ${await calculateJwkThumbprint(valid)}`,
      ...(valid.kid === undefined ? [] : [`kid ${valid.kid}`]),
    ];
    if (names.some((name) => known.has(name))) return refuse(`${at} repeats a key or its \`kid\`.`);
    for (const name of names) known.add(name);
    checked.push(valid);
  }
  return checked;
};

/** What identifies a key among the secrets of its application. */
export const keyHash = async (key: JWK): Promise<Buffer> => Buffer.from(await calculateJwkThumbprint(key), 'base64url');

/** Replaces all secrets and keys of the application. A key that stays is the same one: what it was created with is still known. */
export const replaceKeys = async (
  database: Database,
  caller: Caller,
  applicationId: string,
  keys: JWK[],
): Promise<void> => {
  const secrets = applicationSecrets(database);
  const hashes = await Promise.all(keys.map(keyHash));
  await secrets.deleteAllExcept(applicationId, hashes);
  for (const [i, publicJwk] of keys.entries()) {
    const hash = hashes[i]!;
    if (await secrets.changeKey(applicationId, hash, publicJwk)) continue;
    const id = newId();
    await secrets.add({ id, applicationId, hash, publicJwk: publicJwk as JsonWebKey });
    await recordDerived(database, caller, [{ kind: 'CLIENT_SECRET', id }]);
  }
};
