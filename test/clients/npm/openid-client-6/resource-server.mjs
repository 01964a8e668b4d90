/** A resource server that asks the provider about each token that it gets (RFC 7662), or at /jwt checks the token itself (RFC 9068). */
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { configure } from './configure.mjs';

const { BASE_URL, PORT } = process.env;
const config = await configure();

const app = express();
app.get('/orders', async (request, response) => {
  const token = request.get('authorization')?.replace(/^Bearer /i, '') ?? '';
  const { active, aud, scope, sub } = await client.tokenIntrospection(config, token);
  const allowed = active && aud === BASE_URL && scope.split(' ').includes('orders:read');
  response.status(allowed ? 200 : 401).json(allowed ? { sub } : {});
});
const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
const expected = {
  issuer: config.serverMetadata().issuer,
  audience: `${BASE_URL}/jwt`,
  typ: 'at+jwt',
  requiredClaims: ['exp', 'sub', 'client_id', 'iat', 'jti', 'scope'],
};
app.get('/jwt/orders', async (request, response) => {
  const token = request.get('authorization')?.replace(/^Bearer /i, '') ?? '';
  const verified = await jwtVerify(token, keys, expected).catch(() => null);
  const allowed = verified?.payload.scope.split(' ').includes('orders:read');
  response.status(allowed ? 200 : 401).json(allowed ? { sub: verified.payload.sub } : {});
});

app.listen(PORT, '127.0.0.1', () => console.log('listening'));
