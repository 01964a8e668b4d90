/** Discovery and client authentication as the environment asks for them. */
import { importPKCS8 } from 'jose';
import * as client from 'openid-client';

const { ISSUER, ALGORITHM, CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, KEY_ID } = process.env;

export const configure = async () => {
  const key = PRIVATE_KEY && { kid: KEY_ID, key: await importPKCS8(PRIVATE_KEY, 'RS256') };
  return client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, key && client.PrivateKeyJwt(key), {
    execute: [client.allowInsecureRequests],
    ...(ALGORITHM ? { algorithm: ALGORITHM } : {}),
  });
};
