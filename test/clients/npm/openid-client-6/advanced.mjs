/** Sign-in with what the environment asks for: PRIVATE_KEY (private_key_jwt), PUSHED (RFC 9126), DPOP (RFC 9449), RESOURCE (RFC 8707). */
import express from 'express';
import session from 'express-session';
import * as client from 'openid-client';
import { attempt } from '../attempt.mjs';
import { configure } from './configure.mjs';

const { ISSUER, SCOPE, BASE_URL, PORT, PUSHED, DPOP, RESOURCE } = process.env;
const config = await configure();
const proof = DPOP ? { DPoP: client.getDPoPHandle(config, await client.randomDPoPKeyPair()) } : {};

const app = express();
app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: false }));

app.get('/login', async (request, response) => {
  const codeVerifier = client.randomPKCECodeVerifier();
  request.session.expected = { pkceCodeVerifier: codeVerifier };
  const parameters = {
    redirect_uri: `${BASE_URL}/callback`,
    scope: SCOPE,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(RESOURCE ? { resource: RESOURCE } : {}),
  };
  const build = PUSHED ? client.buildAuthorizationUrlWithPAR : client.buildAuthorizationUrl;
  response.redirect((await build(config, parameters, proof)).href);
});

app.get('/callback', async (request, response) => {
  const url = new URL(request.originalUrl, BASE_URL);
  const { expected } = request.session;
  request.session.tokens = await client.authorizationCodeGrant(config, url, expected, undefined, proof);
  request.session.claims = request.session.tokens.claims();
  response.redirect('/');
});

let polled;
app.get('/device', async (request, response) => {
  const started = await client.initiateDeviceAuthorization(config, { scope: SCOPE });
  polled = client.pollDeviceAuthorizationGrant(config, started, undefined, proof);
  polled.catch(() => {});
  response.json(started);
});

app.get('/device/tokens', async (request, response) => {
  request.session.tokens = await polled;
  request.session.claims = request.session.tokens.claims();
  response.redirect('/');
});

app.get('/', (request, response) => response.json(request.session.claims ?? null));

const viewer = async (token) => {
  const headers = new Headers({ 'content-type': 'application/json' });
  const body = JSON.stringify({ query: '{ viewer { user { id } } }' });
  const url = new URL('/graphql', ISSUER);
  return (await client.fetchProtectedResource(config, token, url, 'POST', body, headers, proof)).json();
};

app.get('/report', async ({ session: { tokens, claims } }, response) => {
  const userinfo = await attempt(() => client.fetchUserInfo(config, tokens.access_token, claims.sub, proof));
  const introspection = await attempt(() => client.tokenIntrospection(config, tokens.access_token));
  const graphql = await attempt(() => viewer(tokens.access_token));
  const refresh = await attempt(() => client.refreshTokenGrant(config, tokens.refresh_token, undefined, proof));
  Object.assign(tokens, refresh.value);
  response.json({ userinfo, introspection, graphql, refresh });
});

app.listen(PORT, '127.0.0.1', () => console.log('listening'));
