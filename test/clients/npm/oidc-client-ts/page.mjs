/** A single-page application. What it shows is JSON. */
/* global SETTINGS, DPOP, document, location */
import { IndexedDbDPoPStore, UserManager } from 'oidc-client-ts';
import { attempt } from '../attempt.mjs';

const { origin } = location;
const manager = new UserManager({
  ...SETTINGS,
  redirect_uri: `${origin}/callback`,
  post_logout_redirect_uri: origin,
  ...(DPOP ? { dpop: { bind_authorization_code: true, store: new IndexedDbDPoPStore() } } : {}),
});

const viewer = async () => {
  const user = await manager.getUser();
  const url = new URL('/graphql', SETTINGS.authority).href;
  const dpop = await manager.dpopProof(url, user, 'POST');
  const headers = { 'content-type': 'application/json', authorization: `DPoP ${user.access_token}`, dpop };
  const answer = await fetch(url, { method: 'POST', headers, body: '{"query":"{ viewer { user { id } } }"}' });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

const pages = {
  '/': async () => (await manager.getUser())?.profile ?? null,
  '/login': () => manager.signinRedirect(),
  '/callback': async () => {
    await manager.signinCallback();
    location.replace('/');
  },
  '/report': async () => {
    const graphql = DPOP ? { graphql: await attempt(viewer) } : {};
    return { ...graphql, refresh: await attempt(() => manager.signinSilent()) };
  },
  '/revoke': () => manager.revokeTokens().then(() => ({})),
  '/logout': () => manager.signoutRedirect(),
};

const { value, refused } = await attempt(pages[location.pathname]);
if (refused || value !== undefined) {
  document.body.append(document.createElement('pre'));
  document.querySelector('pre').textContent = refused ?? JSON.stringify(value);
}
