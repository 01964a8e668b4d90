/** A single-page application. What it shows is JSON. */
/* global SETTINGS, document, location */
import { UserManager } from 'oidc-client-ts';
import { attempt } from '../attempt.mjs';

const { origin } = location;
const manager = new UserManager({
  ...SETTINGS,
  redirect_uri: `${origin}/callback`,
  post_logout_redirect_uri: origin,
});

const pages = {
  '/': async () => (await manager.getUser())?.profile ?? null,
  '/login': () => manager.signinRedirect(),
  '/callback': async () => {
    await manager.signinCallback();
    location.replace('/');
  },
  '/report': async () => ({ refresh: await attempt(() => manager.signinSilent()) }),
  '/revoke': () => manager.revokeTokens().then(() => ({})),
  '/logout': () => manager.signoutRedirect(),
};

const { value, refused } = await attempt(pages[location.pathname]);
if (refused || value !== undefined) {
  document.body.append(document.createElement('pre'));
  document.querySelector('pre').textContent = refused ?? JSON.stringify(value);
}
