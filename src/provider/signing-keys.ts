/**
 * Signing keys (ES256): each process keeps a private key in its data directory and registers the public one, so that processes with
 * different directories share a database, and each publishes and accepts the keys of all.
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
import { readOrMake } from '../platform/secret-file';

const ALGORITHM = 'ES256';

const makeKey = async (): Promise<JWK & { kid: string }> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
};

export const loadSigningKey = async (dataDir: string, database: Database): Promise<JWK & { kid: string }> => {
  const key = await readOrMake(path.join(dataDir, 'signing-key.json'), makeKey);
  const { d: _, ...publicJwk } = key;
  await database.execute(
    'insert into signing_keys (kid, public_jwk, created_at) values ($1, $2, now()) on conflict (kid) do nothing',
    [key.kid, JSON.stringify(publicJwk)],
  );
  return key;
};

export const publishedKeys = async (database: Database): Promise<JWK[]> =>
  (
    await database.query<{ jwk: JWK }>(
      'select public_jwk as jwk from signing_keys where retired_at is null order by created_at desc, kid',
    )
  ).map(({ jwk }) => jwk);

/** Checks the signature of an ID token of any process, ended ones and retired keys included: a hint may be old (OIDC Core §3.1.2.1). */
export const verifyIdToken = async (
  database: Database,
  token: string,
): Promise<{ header: { alg?: string; kid?: string }; payload: Record<string, unknown> }> => {
  const header = decodeProtectedHeader(token);
  const kid = typeof header.kid === 'string' && !header.kid.includes('\0') ? header.kid : '';
  const key = await database.one<{ jwk: JWK }>('select public_jwk as jwk from signing_keys where kid = $1', [kid]);
  if (!key) throw new Error('the ID token is signed with an unknown key');
  const { payload } = await compactVerify(token, await importJWK(key.jwk, ALGORITHM), { algorithms: [ALGORITHM] });
  return {
    header: header as { alg?: string; kid?: string },
    payload: JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>,
  };
};
