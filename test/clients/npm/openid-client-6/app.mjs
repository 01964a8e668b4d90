import express from 'express';
import session from 'express-session';
import * as client from 'openid-client';
import { attempt } from '../attempt.mjs';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, MACHINE_ID, MACHINE_SECRET, SCOPE, BASE_URL, PORT } = process.env;
const overHttp = { execute: [client.allowInsecureRequests] };
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, overHttp);

const app = express();
app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: false }));

app.get('/login', async (request, response) => {
  const codeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  request.session.expected = { pkceCodeVerifier: codeVerifier, expectedState: state };
  const parameters = {
    redirect_uri: `${BASE_URL}/callback`,
    scope: SCOPE,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
  };
  response.redirect(client.buildAuthorizationUrl(config, parameters).href);
});

app.get('/callback', async (request, response) => {
  const url = new URL(request.originalUrl, BASE_URL);
  const tokens = await client.authorizationCodeGrant(config, url, request.session.expected);
  request.session.tokens = tokens;
  request.session.claims = tokens.claims();
  response.redirect('/');
});

app.get('/', (request, response) => response.json(request.session.claims ?? null));

app.get('/report', async ({ session: { tokens, claims } }, response) => {
  const userinfo = await attempt(() => client.fetchUserInfo(config, tokens.access_token, claims.sub));
  const introspection = await attempt(() => client.tokenIntrospection(config, tokens.access_token));
  const refresh = await attempt(() => client.refreshTokenGrant(config, tokens.refresh_token));
  Object.assign(tokens, refresh.value);
  response.json({ userinfo, introspection, refresh });
});

app.get('/revoke', async ({ session: { tokens } }, response) => {
  await client.tokenRevocation(config, tokens.refresh_token);
  response.json({});
});

app.get('/machine', async (request, response) => {
  const machine = await client.discovery(new URL(ISSUER), MACHINE_ID, MACHINE_SECRET, undefined, overHttp);
  response.json(await client.clientCredentialsGrant(machine, { scope: 'users:read' }));
});

app.get('/logout', (request, response) => {
  const { id_token } = request.session.tokens;
  const parameters = { id_token_hint: id_token, post_logout_redirect_uri: BASE_URL };
  const { href } = client.buildEndSessionUrl(config, parameters);
  request.session.destroy(() => response.redirect(href));
});

app.listen(PORT, '127.0.0.1', () => console.log('listening'));
