/**
 * The sign-in state of this page: authorization code with PKCE (RFC 7636), with `state`, `nonce` and `iss` (RFC 9207) checked. The tokens are
 * kept in memory only. After a reload, the page gets new ones from the provider without asking, as long as the browser is signed in there.
 */
import type * as Oidc from 'openid-client';
import { callback, home, settings } from './settings';
import { forgetAll, forgetHistory, keepOperations } from './storage';

const scope = 'openid profile email self account admin';
const pendingKey = 'castellan.signing-in';
const signedInKey = 'castellan.signed-in';

/** Windows of this browser tell each other that somebody signed out. */
const windows = new BroadcastChannel('castellan.playground');

interface Tokens {
  access: string;
  id: string;
}

interface Pending {
  state: string;
  nonce: string;
  verifier: string;
  silent: boolean;
}

export interface Session {
  state: 'anonymous' | 'leaving' | 'signed-in' | 'ended';
  problem?: string;
}

let session: Session = { state: 'anonymous' };
let tokens: Tokens | undefined;
let operations: () => string[] = () => [];
const listeners = new Set<() => void>();

export const current = (): Session => session;
export const accessToken = (): string | undefined => tokens?.access;
/** Whether this window was signed in before it was reloaded. */
export const wasSignedIn = (): boolean => sessionStorage.getItem(signedInKey) !== null;

/** How to read the operations in the tabs, which a sign-in keeps. */
export const setOperations = (read: () => string[]): void => {
  operations = read;
};

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A silent sign-in shows no page: it succeeds if the browser is signed in at the provider. */
export async function signIn({ silent = false } = {}): Promise<void> {
  change({ state: 'leaving' });
  try {
    const { oidc, provider } = await discover();
    const pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      silent,
    } satisfies Pending;
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: callback,
      response_type: 'code',
      scope,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      ...(silent && { prompt: 'none' }),
    });
    // Somebody else may sign in.
    if (!silent) {
      forgetAll();
      keepOperations(operations());
    }
    sessionStorage.setItem(pendingKey, JSON.stringify(pending));
    location.assign(url);
  } catch (error) {
    change({ state: 'anonymous', problem: `Sign-in failed: ${explain(error)}` });
  }
}

/** Handles the callback from the provider. The code is removed from the address bar in any case. */
export async function finishSignIn(): Promise<void> {
  const answer = new URL(location.href);
  const text = sessionStorage.getItem(pendingKey);
  const pending = text ? (JSON.parse(text) as Pending) : undefined;
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
    const userId = granted.claims()!.sub;
    // Somebody else may have signed in at the provider since.
    if (sessionStorage.getItem(signedInKey) !== userId) forgetHistory();
    sessionStorage.setItem(signedInKey, userId);
    change({ state: 'signed-in' });
  } catch (error) {
    change(
      pending.silent ? { state: 'anonymous' } : { state: 'anonymous', problem: `Sign-in failed: ${explain(error)}` },
    );
  }
}

/** RP-initiated logout: the provider asks, ends its session and the tokens it issued, and redirects back here. */
export async function signOut(): Promise<void> {
  const idToken = tokens?.id;
  change({ state: 'leaving' });
  try {
    const { oidc, provider } = await discover();
    const url = oidc.buildEndSessionUrl(provider, {
      post_logout_redirect_uri: home,
      ...(idToken && { id_token_hint: idToken }),
    });
    forget();
    windows.postMessage('signed out');
    location.assign(url);
  } catch (error) {
    change({ state: tokens ? 'signed-in' : 'anonymous', problem: `Sign-out failed: ${explain(error)}` });
  }
}

/** Drops the token because the service no longer accepts it. */
export function ended(token: string): void {
  if (token !== tokens?.access) return;
  tokens = undefined;
  sessionStorage.removeItem(signedInKey);
  change({ state: 'ended' });
}

windows.onmessage = () => {
  forget();
  location.replace(home);
};

// A page that the browser kept for its Back button would show what the user has signed out of.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

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
  sessionStorage.removeItem(signedInKey);
  forgetAll();
}

function change(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { error: code, error_description: description } = error as Error & Record<string, unknown>;
  if (code === 'access_denied') return 'it was cancelled.';
  return typeof description === 'string' ? description : error.message;
}
