/**
 * What a mutation, or a path of the provider, can bring into being, and what it therefore asks of its caller. SPEC section 10 is the contract;
 * docs/authority.md has it on one page.
 */

/**
 * CREDENTIAL: something to sign in or call with, such as a password, a passkey, an API token or an invitation. AUTHORITY: what somebody may do,
 * such as a role, a scope, a redirect URI or a setting that weakens a check. ACCOUNT: a user who can sign in. NONE: nothing of these.
 */
export type Effect = 'NONE' | 'CREDENTIAL' | 'AUTHORITY' | 'ACCOUNT';

/** How strong and how recent the caller's sign-in has to be: not at all, as the settings ask for endings, or as they ask for authority. */
export type Assurance = 'NONE' | 'ENDING' | 'AUTHORITY';

export interface Declaration {
  creates: Effect;
  asks: Assurance;
  /** Whether it is about the caller's own credentials alone. */
  own?: boolean;
}

export const createsEffect = (effect: Exclude<Effect, 'NONE'>): Declaration => ({ creates: effect, asks: 'AUTHORITY' });
export const ENDS: Declaration = { creates: 'NONE', asks: 'ENDING' };
/** Gives out much at once. */
export const DISCLOSES: Declaration = { creates: 'NONE', asks: 'AUTHORITY' };
export const CREATES_NOTHING: Declaration = { creates: 'NONE', asks: 'NONE' };

/** As the census shows it. */
export const inCensus = ({ creates, asks }: Declaration): string => {
  const created = creates === 'NONE' ? 'creates nothing' : `creates ${creates}`;
  return asks === 'NONE' ? created : `${created}, ${asks === 'ENDING' ? 'step-up by setting' : 'recent sign-in'}`;
};
