/**
 * What a mutation or provider endpoint can create, and the assurance it therefore requires. SPEC section 10 is the contract; docs/authority.md
 * summarizes it.
 */

/**
 * CREDENTIAL: something to sign in or authenticate with, such as a password, a passkey, an API token or an invitation. AUTHORITY: what someone
 * is allowed to do, such as a role, a scope, a redirect URI or a setting that weakens a check. ACCOUNT: a user who can sign in. NONE: none of
 * these.
 */
export type Effect = 'NONE' | 'CREDENTIAL' | 'AUTHORITY' | 'ACCOUNT';

/** The required strength and age of the caller's sign-in: none, as configured for revocations (ENDING), or as configured for authority. */
export type Assurance = 'NONE' | 'ENDING' | 'AUTHORITY';

export interface EffectDeclaration {
  creates: Effect;
  assurance: Assurance;
  /** Whether it affects only the caller's own credentials. */
  own?: boolean;
  /** Whether it ends everything of everybody, while no other caller changes anything. */
  everything?: boolean;
}

export const createsEffect = (effect: Exclude<Effect, 'NONE'>): EffectDeclaration => ({
  creates: effect,
  assurance: 'AUTHORITY',
});
export const ENDS: EffectDeclaration = { creates: 'NONE', assurance: 'ENDING' };
/** For mutations that disclose a lot of data at once. */
export const DISCLOSES: EffectDeclaration = { creates: 'NONE', assurance: 'AUTHORITY' };
/** For a mutation that ends everything of everybody: a recent sign-in, whatever the settings say of other endings. */
export const ENDS_EVERYTHING: EffectDeclaration = { creates: 'NONE', assurance: 'AUTHORITY', everything: true };
export const CREATES_NOTHING: EffectDeclaration = { creates: 'NONE', assurance: 'NONE' };

/** The text used in the permission census. */
export const effectText = ({ creates, assurance }: EffectDeclaration): string => {
  const created = creates === 'NONE' ? 'creates nothing' : `creates ${creates}`;
  return assurance === 'NONE'
    ? created
    : `${created}, ${assurance === 'ENDING' ? 'step-up by setting' : 'recent sign-in'}`;
};
