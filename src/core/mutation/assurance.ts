/**
 * How strong and how recent a sign-in a mutation asks for (RFC 9470). What creates credentials or authority asks for a recent sign-in, with two
 * factors where the user has two; endings ask for what the settings say. Whoever has less is told what to sign in with.
 */
import type { Context } from '../context/context';
import type { Database } from '../../database/database';
import type { Declaration } from '../../schema/effects';
import { insufficientAuthentication } from '../../schema/errors';
import { TWO_FACTORS } from './acr';
import { hasStrongFactor } from '../authority/factors';
import { readSettings } from '../setting/settings';

interface SignIn {
  /** Of the older of the two, in seconds: the session's last proof, and the sign-in that the token's authorization came from. */
  age: number;
  /** Whether both had two factors. */
  strong: boolean;
}

/** What a later sign-in in the same browser proved does not lift a token that was issued before it. */
const SIGN_IN = `
  select extract(epoch from now() - least(s.authenticated_at, f.authenticated_at))::float8 as age,
    'mfa' = any(s.authentication_methods) and 'mfa' = any(coalesce(f.authentication_methods, s.authentication_methods)) as strong
  from sessions s left join tokens t on t.id = $2 left join token_families f on f.id = t.family_id where s.id = $1`;

interface Asked {
  /** In seconds; 0 for any age. */
  maximumAge: number;
  twoFactors: boolean;
}

/** The shortest of the ages that are set. */
const strictest = (...ages: number[]): number => {
  const set = ages.filter((age) => age > 0);
  return set.length > 0 ? Math.min(...set) : 0;
};

/** Whoever may end something only with a fresh or a strong sign-in needs one of that kind to create authority too. */
const askedFor = async (database: Database, { asks: assurance, own }: Declaration, userId: string): Promise<Asked> => {
  const set = await readSettings(database, ['stepUp.maximumAge', 'stepUp.secondFactor', 'stepUp.authorityMaximumAge']);
  const ofEndings = { maximumAge: set['stepUp.maximumAge'], twoFactors: set['stepUp.secondFactor'] };
  const none = ofEndings.maximumAge === 0 && !ofEndings.twoFactors;
  if (assurance === 'ENDING' && none) return ofEndings;
  return {
    maximumAge:
      assurance === 'ENDING'
        ? ofEndings.maximumAge
        : strictest(ofEndings.maximumAge, set['stepUp.authorityMaximumAge']),
    // Whoever has no second factor yet can only be asked for one once they have added it.
    twoFactors: (ofEndings.twoFactors && !own) || (await hasStrongFactor(database, userId)),
  };
};

/** Throws what to sign in with. A service has no sign-in to repeat, and neither has an API token of a service account. */
export const requireAssurance = async (
  database: Database,
  { principal }: Pick<Context, 'principal'>,
  declaration: Declaration,
): Promise<void> => {
  const { asks } = declaration;
  if (asks === 'NONE' || !principal.isPerson) return;
  const { maximumAge, twoFactors } = await askedFor(
    database,
    declaration,
    principal.impersonatorId ?? principal.userId!,
  );
  if (maximumAge === 0 && !twoFactors && (asks === 'ENDING' || principal.sessionId)) return;
  const signIn = await database.one<SignIn>(SIGN_IN, [principal.sessionId, principal.tokenId]);
  const fresh = signIn !== null && (maximumAge === 0 || signIn.age <= maximumAge);
  // An impersonation began with what its impersonator's factors ask for.
  const strong = !twoFactors || principal.impersonatorId !== null || signIn?.strong === true;
  if (fresh && strong) return;
  throw insufficientAuthentication({
    ...(twoFactors ? { acr_values: TWO_FACTORS } : {}),
    ...(maximumAge > 0 ? { max_age: maximumAge } : {}),
  });
};

/** For a setting that asks everybody for two factors: whoever cannot sign in with two would shut themselves out. */
export const requireTwoFactors = async (
  database: Database,
  { principal }: Pick<Context, 'principal'>,
): Promise<void> => {
  if (!principal.isPerson) return;
  const signIn = await database.one<SignIn>(SIGN_IN, [principal.sessionId, principal.tokenId]);
  if (!signIn?.strong) throw insufficientAuthentication({ acr_values: TWO_FACTORS });
};
