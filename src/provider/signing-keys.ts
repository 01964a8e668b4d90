/**
 * Signing keys, one per algorithm. Each process keeps its private keys in its data directory and publishes the public ones in the database. So
 * processes with different directories can share a database: each publishes and accepts the keys of all.
 */
import path from 'node:path';
import {
  calculateJwkThumbprint,
  CompactSign,
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

export interface SigningKeys {
  keys: SigningJwk[];
  /** Why this process cannot sign; null if it can. */
  problem: string | null;
}

/** Whether others can verify with the published key what this one signs. */
const matches = async (key: SigningJwk, published: JWK | null): Promise<boolean> => {
  try {
    const signed = await new CompactSign(Buffer.from('probe'))
      .setProtectedHeader({ alg: key.alg! })
      .sign(await importJWK(key, key.alg));
    await compactVerify(signed, await importJWK(published!, key.alg), { algorithms: [key.alg!] });
    return true;
  } catch {
    return false;
  }
};

/**
 * A key that cannot sign is not published, and not replaced without being asked. The process starts without it, so that all else can be used,
 * and is not ready.
 */
export const loadSigningKeys = async (dataDir: string, database: Database): Promise<SigningKeys> => {
  const repository = signingKeys(database);
  let problem: string | null = null;
  const load = async (alg: keyof typeof FILES): Promise<SigningJwk> => {
    const file = path.join(dataDir, FILES[alg]);
    const readKey = () => readOrCreate(file, () => makeKey(alg));
    let key = await readKey();
    if (typeof key?.kid === 'string' && (await repository.isRetired(key.kid))) {
      removeSecret(file);
      key = await readKey();
    }
    if (typeof key?.kid === 'string' && key.alg === alg && (await matches(key, publicPartOf(key)))) {
      await repository.publish(key.kid, publicPartOf(key));
      if (await matches(key, await repository.findPublicKey(key.kid))) return key;
    }
    problem = `the signing key in DATA_DIR/${FILES[alg]} cannot be used: restore the file from a backup, or remove it to have a new key made, and restart this process`;
    return makeKey(alg);
  };
  const keys = await Promise.all(SIGNING_ALGORITHMS.map(load));
  return { keys, problem };
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
  const { payload } = await compactVerify(token, await importJWK(key, key.alg), { algorithms: [key.alg!] });
  return {
    header: header as { alg?: string; kid?: string },
    payload: JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>,
  };
};
