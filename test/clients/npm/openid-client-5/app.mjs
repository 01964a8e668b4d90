import express from 'express';
import session from 'express-session';
import { createPrivateKey } from 'node:crypto';
import { generators, Issuer } from 'openid-client-5';
import { attempt } from '../attempt.mjs';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, MACHINE_ID, MACHINE_SECRET, SCOPE, BASE_URL, PORT, PRIVATE_KEY, KEY_ID } =
  process.env;
const redirectUri = `${BASE_URL}/callback`;
const issuer = await Issuer.discover(ISSUER);
const metadata = { client_id: CLIENT_ID, redirect_uris: [redirectUri], response_types: ['code'] };
const client = PRIVATE_KEY
  ? new issuer.Client(
      { ...metadata, token_endpoint_auth_method: 'private_key_jwt' },
      { keys: [{ ...createPrivateKey(PRIVATE_KEY).export({ format: 'jwk' }), kid: KEY_ID }] },
    )
  : new issuer.Client({ ...metadata, client_secret: CLIENT_SECRET });

const app = express();
app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: false }));

app.get('/login', (request, response) => {
  const code_verifier = generators.codeVerifier();
  request.session.checks = { code_verifier };
  const code_challenge = generators.codeChallenge(code_verifier);
  response.redirect(client.authorizationUrl({ scope: SCOPE, code_challenge, code_challenge_method: 'S256' }));
});

app.get('/callback', async (request, response) => {
  const tokens = await client.callback(redirectUri, client.callbackParams(request), request.session.checks);
  request.session.tokens = tokens;
  request.session.claims = tokens.claims();
  response.redirect('/');
});

app.get('/', (request, response) => response.json(request.session.claims ?? null));

app.get('/report', async ({ session: { tokens } }, response) => {
  const userinfo = await attempt(() => client.userinfo(tokens.access_token));
  const introspection = await attempt(() => client.introspect(tokens.access_token));
  const refresh = await attempt(() => client.refresh(tokens.refresh_token));
  Object.assign(tokens, refresh.value);
  response.json({ userinfo, introspection, refresh });
});

app.get('/revoke', async ({ session: { tokens } }, response) => {
  await client.revoke(tokens.refresh_token);
  response.json({});
});

app.get('/machine', async (request, response) => {
  const machine = new issuer.Client({ client_id: MACHINE_ID, client_secret: MACHINE_SECRET });
  response.json(await machine.grant({ grant_type: 'client_credentials', scope: 'users:read' }));
});

app.get('/logout', (request, response) => {
  const { id_token } = request.session.tokens;
  const url = client.endSessionUrl({ id_token_hint: id_token, post_logout_redirect_uri: BASE_URL });
  request.session.destroy(() => response.redirect(url));
});

app.listen(PORT, '127.0.0.1', () => console.log('listening'));
