/**
 * Every path of the provider: who or what proves that a request may come, what it can create, and how it holds the user's row. A route of the
 * library or a page that is missing here stops the start.
 */
import type { Declaration, Effect } from '../schema/effects';
import type { UserLock } from '../modules/user';

export interface ProviderPath {
  by: string;
  effect: Declaration;
  /** Of what writes: one transaction, which locks the user's row in this mode. */
  lock?: UserLock;
}

/** What proves that the request may come is said by `by`: no setting asks for more. */
const path = (by: string, creates: Effect, lock?: UserLock): ProviderPath => ({
  by,
  effect: { creates, asks: 'NONE' },
  ...(lock ? { lock } : {}),
});

const ALONE: UserLock = 'no key update';

export const PROVIDER_PATHS = {
  '/oidc/auth': path('session of the browser, consent', 'CREDENTIAL', 'share'),
  // Here a session begins, and may end others of the user.
  '/oidc/auth/:uid': path('finished interaction', 'CREDENTIAL', ALONE),
  '/oidc/token': path('code, refresh token, CIBA request or client credentials', 'CREDENTIAL', 'share'),
  '/oidc/register': path('registration token of a mobile application', 'CREDENTIAL', 'share'),
  // How many requests wait for the user is counted.
  '/oidc/ciba': path('client credentials', 'NONE', ALONE),
  '/oidc/revoke': path('client credentials, token', 'NONE', ALONE),
  '/oidc/end-session': path('session of the browser', 'NONE', 'share'),
  '/oidc/end-session/confirm': path('session of the browser', 'NONE', ALONE),
  '/oidc/end-session/success': path('anyone', 'NONE'),
  '/oidc/introspect': path('client credentials', 'NONE'),
  '/oidc/userinfo': path('access token', 'NONE'),
  '/oidc/jwks': path('anyone', 'NONE'),
  '/signin/:uid': path('password, second factor or passkey; for consent the session', 'CREDENTIAL'),
  '/signin/confirm': path('link in a mail, password', 'ACCOUNT'),
  '/signin/invitation': path('link of an invitation', 'CREDENTIAL'),
  '/signin/recovery': path('recovery link', 'CREDENTIAL'),
  '/signin/forgotten': path('anyone', 'CREDENTIAL'),
  '/signin/add-passkey': path('link of `enrollPasskey`', 'CREDENTIAL'),
  '/signin/impersonation': path('link of `impersonateUser`', 'CREDENTIAL'),
  '/signin/lock-account': path('link in a mail about a credential', 'NONE'),
} satisfies Record<string, ProviderPath>;

export type ProviderPathName = keyof typeof PROVIDER_PATHS;
export type PagePath = Extract<ProviderPathName, `/signin/${string}`>;

/** Of a path below /oidc, without that prefix; null for one that is unknown. */
export const oidcPath = (route: string): ProviderPath | null => {
  const name = /^\/auth\/[^/]+$/.test(route) ? '/oidc/auth/:uid' : `/oidc${route}`;
  return Object.hasOwn(PROVIDER_PATHS, name) ? PROVIDER_PATHS[name as ProviderPathName] : null;
};

/** Throws for a route of the library that is not declared here. */
export const checkRoutes = (routes: Record<string, string | undefined>): void => {
  const missing = Object.values(routes).filter((route) => route !== undefined && !oidcPath(route));
  if (missing.length > 0)
    throw new Error(`paths of the provider that do not declare what they create: ${missing.join(', ')}`);
};
