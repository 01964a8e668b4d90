/** Proof of possession of a key: a compact JWS (RFC 7515) over the expected claims. */
import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { invalidInput, type Refusal } from '../../schema/errors';

const ALGORITHMS: Record<string, string> = { 'EC P-256': 'ES256', 'OKP Ed25519': 'EdDSA' };
const MEMBERS: Record<string, string[]> = { EC: ['kty', 'crv', 'x', 'y'], OKP: ['kty', 'crv', 'x'] };
const MAX_SIGNATURE = 4_096;

export interface PublicKey {
  jwk: JWK;
  thumbprint: string;
}

const algorithmOf = ({ kty, crv }: JWK): string | undefined => ALGORITHMS[`${kty} ${crv}`];

/** Reads a supported public key. Members that are not part of it are dropped. */
export const readPublicKey = async (given: Record<string, unknown>): Promise<PublicKey> => {
  const wrong = (what: string): Refusal =>
    invalidInput('publicKey', `${what} Use a public JSON Web Key: EC with P-256, or OKP with Ed25519.`);
  if ('d' in given || 'k' in given)
    throw wrong('This is a private or symmetric key, which must never leave the device.');
  const jwk = Object.fromEntries((MEMBERS[String(given['kty'])] ?? []).map((name) => [name, given[name]])) as JWK;
  if (!algorithmOf(jwk)) throw wrong('The type of this key is not supported.');
  try {
    await importJWK(jwk, algorithmOf(jwk)!);
    return { jwk, thumbprint: await calculateJwkThumbprint(jwk) };
  } catch {
    throw wrong('This key is malformed.');
  }
};

/** Whether the JWS is signed with the key and has these claims. */
export const isSigned = async (jwk: JWK, signature: string, expected: Record<string, string>): Promise<boolean> => {
  if (signature.length > MAX_SIGNATURE) return false;
  try {
    const key = await importJWK(jwk, algorithmOf(jwk)!);
    const { payload } = await compactVerify(signature, key, { algorithms: [algorithmOf(jwk)!] });
    const claims = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    return Object.entries(expected).every(([name, value]) => claims[name] === value);
  } catch {
    return false;
  }
};
