import express from 'express';
import eoc from 'express-openid-connect';
import { attempt } from '../attempt.mjs';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, SCOPE, BASE_URL, PORT, PUSHED, CODE } = process.env;

const app = express();
app.use(
  eoc.auth({
    issuerBaseURL: ISSUER,
    baseURL: BASE_URL,
    clientID: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    secret: 'LONG_RANDOM_STRING',
    authRequired: false,
    idpLogout: true,
    ...(PUSHED ? { pushedAuthorizationRequests: true } : {}),
    ...(CODE ? { authorizationParams: { response_type: 'code', scope: SCOPE } } : {}),
  }),
);

app.get('/', (request, response) => response.json(request.oidc.user ?? null));

app.get('/report', async ({ oidc }, response) => {
  const userinfo = await attempt(() => oidc.fetchUserInfo());
  const refresh = await attempt(() => oidc.accessToken.refresh());
  response.json({ userinfo, refresh });
});

app.listen(PORT, '127.0.0.1', () => console.log('listening'));
