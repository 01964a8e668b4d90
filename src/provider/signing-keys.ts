/**
 * Signing keys, one per algorithm. Each process keeps its private keys in its data directory and publishes the public ones in the database. So
 * processes with different directories can share a database: each publishes and accepts the keys of all.
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
import { readOrCreate, removeSecret } from '../platform/secret-file';

type SigningJwk = JWK & { kid: string };

const FILES = { RS256: 'signing-key-rs256.json', ES256: 'signing-key.json' } as const;

export const SIGNING_ALGORITHMS = Object.keys(FILES) as (keyof typeof FILES)[];

const makeKey = async (alg: string): Promise<SigningJwk> => {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
};

const publicPartOf = ({ d: _, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...key }: JWK): JWK => key;

export const loadSigningKeys = (dataDir: string, database: Database): Promise<SigningJwk[]> =>
  Promise.all(
    SIGNING_ALGORITHMS.map(async (alg) => {
      const file = path.join(dataDir, FILES[alg]);
      const readKey = () => readOrCreate(file, () => makeKey(alg));
      let key = await readKey();
      if (await signingKeys(database).isRetired(key.kid)) {
        removeSecret(file);
        key = await readKey();
      }
      await signingKeys(database).publish(key.kid, publicPartOf(key));
      return key;
    }),
  );

/** Verifies an ID token of any process, also with a retired key or expired: a hint may be old (OIDC Core §3.1.2.1). */
export const verifyIdToken = async (
  database: Database,
  token: string,
): Promise<{ header: { alg?: string; kid?: string }; payload: Record<string, unknown> }> => {
  const header = decodeProtectedHeader(token);
  const kid = typeof header.kid === 'string' && !header.kid.includes('\0') ? header.kid : '';
  const key = await signingKeys(database).findPublicKey(kid);
  if (!key) throw new Error('the ID token is signed with an unknown key');
  const { payload } = await compactVerify(token, await importJWK(key, key.alg), { algorithms: [key.alg!] });
  return {
    header: header as { alg?: string; kid?: string },
    payload: JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>,
  };
};
