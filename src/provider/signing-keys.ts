/**
 * Signing keys (ES256). Each process keeps a private key in its data directory and publishes the public one in the database. So processes with
 * different directories can share a database: each publishes and accepts the keys of all.
 */
import path from 'node:path';
import {
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import type { Database } from '../database/database';
import { signingKeys } from './signing-key-repository';
import { readOrCreate } from '../platform/secret-file';

const ALGORITHM = 'ES256';

const makeKey = async (): Promise<JWK & { kid: string }> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
};

export const loadSigningKey = async (dataDir: string, database: Database): Promise<JWK & { kid: string }> => {
  const key = await readOrCreate(path.join(dataDir, 'signing-key.json'), makeKey);
  const { d: _, ...publicJwk } = key;
  await signingKeys(database).publish(key.kid, publicJwk);
  return key;
};

/** Verifies an ID token of any process, also with a retired key or expired: a hint may be old (OIDC Core §3.1.2.1). */
export const verifyIdToken = async (
  database: Database,
  token: string,
): Promise<{ header: { alg?: string; kid?: string }; payload: Record<string, unknown> }> => {
  const header = decodeProtectedHeader(token);
  const kid = typeof header.kid === 'string' && !header.kid.includes('\0') ? header.kid : '';
  const key = await signingKeys(database).findPublicKey(kid);
  if (!key) throw new Error('the ID token is signed with an unknown key');
  const { payload } = await compactVerify(token, await importJWK(key, ALGORITHM), { algorithms: [ALGORITHM] });
  return {
    header: header as { alg?: string; kid?: string },
    payload: JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>,
  };
};
