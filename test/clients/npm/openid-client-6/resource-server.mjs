/** A resource server that asks the provider about each token that it gets (RFC 7662). */
import express from 'express';
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
app.listen(PORT, '127.0.0.1', () => console.log('listening'));
