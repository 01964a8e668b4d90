/** The answer to a userinfo request, as oidc-provider gives it. Undefined where it would be an error, or where a rule would apply that is not here. */
import type Provider from 'oidc-provider';
import type { Database } from '../../database/database';
import type { CheckedTokenWithUser } from '../../modules/token';
import type { Payload } from '../adapters/adapter';
import { attenuatedGrant, attenuatedScope } from '../attenuation';
import { claimsOf, type ClaimsOfAccount } from '../claims';
import { familyHolds, isUnusual } from './token';

/** How the library selects claims: library-overrides.ts adds those of the application. */
interface ClaimSelection {
  scope(value: string): this;
  mask(claims: object): void;
  result(): Promise<Record<string, unknown>>;
}
type Claims = new (available: ClaimsOfAccount, about: { client: object }) => ClaimSelection;

/** The library tolerates this difference between clocks. */
const TOLERANCE = 5;

/** Gives the claims that the token brings. */
export const userinfoBy = (provider: Provider) => {
  const { Claims } = provider as unknown as { Claims: Claims };
  // It only asks a client for its type of subjects, which is the same for all.
  const client = Object.create(provider.Client.prototype as object) as object;

  return async (
    database: Database,
    token: CheckedTokenWithUser<Payload>,
    now: number,
  ): Promise<Record<string, unknown> | undefined> => {
    const { payload, limits, user, claims } = token;
    if (!limits || !user || token.familyId === null || payload.kind !== 'AccessToken' || payload.aud !== undefined)
      return undefined;
    if (isUnusual(token) || now - TOLERANCE >= Math.floor(token.exp) || !familyHolds(token, now)) return undefined;
    const scopes = attenuatedScope({ ...payload, scope: payload.scope ?? '' }, limits).split(' ');
    if (!scopes.includes('openid')) return undefined;
    const consented = attenuatedGrant(token.familyScope, limits).split(' ');
    const granted = consented.filter((scope) => scopes.includes(scope));
    const available = await claimsOf(database, { user, claims, granted, consented });
    const selection = new Claims(available, { client });
    selection.scope(granted.join(' '));
    return selection.result();
  };
};
