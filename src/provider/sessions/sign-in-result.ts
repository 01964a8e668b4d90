/** What the sign-in page passes on to the authorization that it resumes. */
import type { KoaContextWithOIDC } from 'oidc-provider';

export interface SignInResult {
  accountId: string;
  /** The user's epoch at the sign-in. If the user has been disabled since, no session begins. */
  epoch: number;
  /** The time of the sign-in, in milliseconds. */
  at: number;
  ts: number;
  amr: string[];
  acr: string;
  /** The credentials that the user signed in with: the session is derived from each. */
  credentialIds: string[];
  remember: boolean;
}

export const signInResult = (ctx: KoaContextWithOIDC | undefined): SignInResult | undefined =>
  ctx?.oidc.result?.login as SignInResult | undefined;
