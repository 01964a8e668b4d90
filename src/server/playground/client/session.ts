/**
 * The sign-in state of this page: authorization code with PKCE (RFC 7636), with `state`, `nonce` and `iss` (RFC 9207) checked. The token is kept
 * only in this tab's sessionStorage.
 */
import type * as Oidc from 'openid-client';
import { callback, home, settings } from './settings';

const scope = 'openid profile email self account admin';
const pendingKey = 'castellan.signing-in';
const tokensKey = 'castellan.tokens';

/** GraphiQL stores its tabs 0.6 s after the last key stroke; leaving earlier would lose them. */
const tabsAreStored = () => new Promise((resolve) => setTimeout(resolve, 700));

interface Tokens {
  access: string;
  id: string;
}

interface Pending {
  state: string;
  nonce: string;
  verifier: string;
}

export interface Session {
  state: 'anonymous' | 'leaving' | 'signed-in' | 'ended';
  name?: string;
  problem?: string;
}

const stored = read<Tokens>(tokensKey);
let session: Session = { state: stored ? 'signed-in' : 'anonymous' };
let tokens = stored;
const listeners = new Set<() => void>();

export const current = (): Session => session;
export const accessToken = (): string | undefined => tokens?.access;

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export async function signIn(): Promise<void> {
  change({ state: 'leaving' });
  try {
    const [{ oidc, provider }] = await Promise.all([discover(), tabsAreStored()]);
    const pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    } satisfies Pending;
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: callback,
      response_type: 'code',
      scope,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    forget();
    sessionStorage.setItem(pendingKey, JSON.stringify(pending));
    location.assign(url);
  } catch (error) {
    change({ state: 'anonymous', problem: `Sign-in failed: ${explain(error)}` });
  }
}

/** Handles the callback from the provider. The code is removed from the address bar in any case. */
export async function finishSignIn(): Promise<void> {
  const answer = new URL(location.href);
  const pending = read<Pending>(pendingKey);
  sessionStorage.removeItem(pendingKey);
  history.replaceState(null, '', home);
  if (!pending) {
    change({ state: 'anonymous', problem: 'This sign-in was not started in this tab. Please sign in again.' });
    return;
  }
  try {
    const { oidc, provider } = await discover();
    const granted = await oidc.authorizationCodeGrant(provider, answer, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.verifier,
      idTokenExpected: true,
    });
    tokens = { access: granted.access_token, id: granted.id_token! };
    sessionStorage.setItem(tokensKey, JSON.stringify(tokens));
    change({ state: 'signed-in' });
  } catch (error) {
    change({ state: 'anonymous', problem: `Sign-in failed: ${explain(error)}` });
  }
}

/** RP-initiated logout: the provider asks, ends its session and the tokens it issued, and redirects back here. */
export async function signOut(): Promise<void> {
  const idToken = tokens?.id;
  change({ state: 'leaving' });
  try {
    const [{ oidc, provider }] = await Promise.all([discover(), tabsAreStored()]);
    const url = oidc.buildEndSessionUrl(provider, {
      post_logout_redirect_uri: home,
      ...(idToken && { id_token_hint: idToken }),
    });
    forget();
    location.assign(url);
  } catch (error) {
    change({ state: tokens ? 'signed-in' : 'anonymous', problem: `Sign-out failed: ${explain(error)}` });
  }
}

/** Drops the token because the service no longer accepts it. */
export function ended(token: string): void {
  if (token !== tokens?.access) return;
  forget();
  change({ state: 'ended' });
}

export function named(name: string): void {
  change({ ...session, name });
}

async function discover(): Promise<{ oidc: typeof Oidc; provider: Oidc.Configuration }> {
  const oidc = await import('openid-client');
  const issuer = new URL(settings.issuer);
  const provider = await oidc.discovery(issuer, settings.clientId, undefined, oidc.None(), {
    execute: issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
  });
  return { oidc, provider };
}

function forget(): void {
  tokens = undefined;
  sessionStorage.removeItem(tokensKey);
}

function change(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

function read<T>(key: string): T | undefined {
  const text = sessionStorage.getItem(key);
  return text ? (JSON.parse(text) as T) : undefined;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { error: code, error_description: description } = error as Error & Record<string, unknown>;
  if (code === 'access_denied') return 'it was cancelled.';
  return typeof description === 'string' ? description : error.message;
}
