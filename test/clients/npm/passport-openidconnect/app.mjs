import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OpenIDConnectStrategy from 'passport-openidconnect';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, BASE_URL, PORT, NONCE } = process.env;
const provider = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();
const options = {
  issuer: provider.issuer,
  authorizationURL: provider.authorization_endpoint,
  tokenURL: provider.token_endpoint,
  userInfoURL: provider.userinfo_endpoint,
  clientID: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  callbackURL: `${BASE_URL}/callback`,
  ...(NONCE ? { nonce: true } : {}),
};
passport.use(new OpenIDConnectStrategy(options, (issuer, profile, done) => done(null, { sub: profile.id })));
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: false }));
app.use(passport.session());

app.get('/login', passport.authenticate('openidconnect'));
const failures = { failureRedirect: '/failed', failureMessage: true };
app.get('/callback', passport.authenticate('openidconnect', failures), (request, response) => response.redirect('/'));
app.get('/failed', (request, response) => response.status(403).json(request.session.messages));
app.get('/', (request, response) => response.json(request.user ?? null));

app.listen(PORT, '127.0.0.1', () => console.log('listening'));
