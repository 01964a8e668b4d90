/**
 * Every path of the provider: what authorizes a request, what it can create, and how it locks the user's row. The provider does not start if a
 * route of the library or a page is missing here.
 */
import type { EffectDeclaration, Effect } from '../schema/effects';
import type { UserLock } from '../modules/user';

export interface ProviderPath {
  by: string;
  effect: EffectDeclaration;
  /** For paths that write: the request is one transaction, which locks the user's row in this mode. */
  lock?: UserLock;
}

/** `by` is what authorizes the request: no setting requires more. */
const path = (by: string, creates: Effect, lock?: UserLock): ProviderPath => ({
  by,
  effect: { creates, assurance: 'NONE' },
  ...(lock ? { lock } : {}),
});

const EXCLUSIVE: UserLock = 'no key update';

export const PROVIDER_PATHS = {
  '/oidc/auth': path('session of the browser, consent', 'CREDENTIAL', 'share'),
  // A session begins here, and may end other sessions of the user.
  '/oidc/auth/:uid': path('finished interaction', 'CREDENTIAL', EXCLUSIVE),
  '/oidc/token': path('code, refresh token, CIBA request or client credentials', 'CREDENTIAL', 'share'),
  '/oidc/register': path('registration token of a mobile application', 'CREDENTIAL', 'share'),
  '/oidc/par': path('client credentials', 'NONE', 'share'),
  '/oidc/device/auth': path('client credentials', 'NONE', 'share'),
  '/oidc/device': path('session of the browser, user code', 'CREDENTIAL', 'share'),
  // A session may begin here, as at `/oidc/auth/:uid`.
  '/oidc/device/:uid': path('finished interaction', 'CREDENTIAL', EXCLUSIVE),
  // The pending requests of the user are counted.
  '/oidc/ciba': path('client credentials', 'NONE', EXCLUSIVE),
  '/oidc/revoke': path('client credentials, token', 'NONE', EXCLUSIVE),
  '/oidc/end-session': path('session of the browser', 'NONE', 'share'),
  '/oidc/end-session/confirm': path('session of the browser', 'NONE', EXCLUSIVE),
  '/oidc/end-session/success': path('anyone', 'NONE'),
  '/oidc/introspect': path('client credentials', 'NONE'),
  '/oidc/userinfo': path('access token', 'NONE'),
  '/oidc/jwks': path('anyone', 'NONE'),
  '/signin/:uid': path('password, second factor or passkey; for consent the session', 'CREDENTIAL'),
  '/signin/confirm': path('link in a mail, password', 'ACCOUNT'),
  '/signin/invitation': path('link of an invitation', 'CREDENTIAL'),
  '/signin/recovery': path('recovery link', 'CREDENTIAL'),
  '/signin/forgotten': path('anyone', 'CREDENTIAL'),
  '/signin/:uid/forgotten': path('anyone', 'CREDENTIAL'),
  '/signin/sign-up': path('anyone, if registration is enabled', 'ACCOUNT'),
  '/signin/:uid/sign-up': path('anyone, if registration is enabled', 'ACCOUNT'),
  '/signin/add-passkey': path('link of `enrollPasskey`', 'CREDENTIAL'),
  '/signin/impersonation': path('link of `impersonateUser`', 'CREDENTIAL'),
  '/signin/lock-account': path('link in a mail about a credential', 'NONE'),
} satisfies Record<string, ProviderPath>;

export type ProviderPathName = keyof typeof PROVIDER_PATHS;
export type PagePath = Extract<ProviderPathName, `/signin/${string}`>;

export const FORGOTTEN_PATH = '/signin/forgotten' satisfies PagePath;
export const SIGN_UP_PATH = '/signin/sign-up' satisfies PagePath;
export const IMPERSONATION_PATH = '/signin/impersonation' satisfies PagePath;
export const LOCK_ACCOUNT_PATH = '/signin/lock-account' satisfies PagePath;

/** `route` is a path below /oidc, without that prefix. Null if it is unknown. */
export const oidcPath = (route: string): ProviderPath | null => {
  const own = `/oidc${route}`;
  const name = Object.hasOwn(PROVIDER_PATHS, own) ? own : own.replace(/^(\/oidc\/(?:auth|device))\/[^/]+$/, '$1/:uid');
  return Object.hasOwn(PROVIDER_PATHS, name) ? PROVIDER_PATHS[name as ProviderPathName] : null;
};

/** Throws for a route of the library that is not declared here. */
export const checkRoutes = (routes: Record<string, string | undefined>): void => {
  const missing = Object.values(routes).filter((route) => route !== undefined && !oidcPath(route));
  if (missing.length > 0)
    throw new Error(`paths of the provider that do not declare what they create: ${missing.join(', ')}`);
};
