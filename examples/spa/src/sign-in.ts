/**
 * Signing in and out with oidc-client-ts: authorization code with PKCE. The tokens are in `sessionStorage`, the default of the library: they are
 * gone when the tab is closed.
 */
import { type User, UserManager } from 'oidc-client-ts';

export interface Settings {
  issuer: string;
  clientId: string;
}

export const createUserManager = ({ issuer, clientId }: Settings): UserManager =>
  new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/callback`,
    post_logout_redirect_uri: `${location.origin}/`,
    // `self`: the user's own sessions, devices and consents. `offline_access`: a refresh token, with which the library renews the access token.
    scope: 'openid offline_access self',
  });

/** The user of this tab, after handling the answer of the provider if this is the callback. */
export const currentUser = async (manager: UserManager): Promise<User | null> => {
  if (location.pathname !== '/callback') return manager.getUser();
  try {
    return await manager.signinCallback().then((user) => user ?? null);
  } finally {
    // The code is used up. It must not stay in the history.
    history.replaceState(null, '', '/');
  }
};

/** Ends both tokens (RFC 7009), then the session at the provider. */
export const signOut = async (manager: UserManager): Promise<void> => {
  manager.stopSilentRenew();
  await manager.revokeTokens();
  await manager.signoutRedirect();
};
