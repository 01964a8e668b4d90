/** Discovery and client authentication as the environment asks for them. */
import * as client from 'openid-client';

const { ISSUER, ALGORITHM, CLIENT_ID, CLIENT_SECRET, PRIVATE_JWK } = process.env;

const authentication = async () => {
  if (!PRIVATE_JWK) return undefined;
  const { kid, ...jwk } = JSON.parse(PRIVATE_JWK);
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
  return client.PrivateKeyJwt({ kid, key: await crypto.subtle.importKey('jwk', jwk, ecdsa, false, ['sign']) });
};

export const configure = async () =>
  client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, await authentication(), {
    execute: [client.allowInsecureRequests],
    ...(ALGORITHM ? { algorithm: ALGORITHM } : {}),
  });
