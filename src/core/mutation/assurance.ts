/**
 * The strength and age of sign-in that a mutation requires (RFC 9470). Creating credentials or authority requires a recent sign-in, with two
 * factors if the user has two; revocations require what the settings say. Otherwise the caller is told how to sign in.
 */
import type { Context } from '../context/context';
import type { Database } from '../../database/database';
import type { EffectDeclaration } from '../../schema/effects';
import { insufficientAuthentication } from '../../schema/errors';
import { TWO_FACTORS } from './acr';
import { hasStrongFactor } from '../authority/factors';
import { readSettings } from '../setting/settings';

interface SignIn {
  /** In seconds, of the older of the two: the session's last authentication, and the sign-in that authorized the token. */
  age: number;
  /** Whether both used two factors. */
  strong: boolean;
}

/** A later sign-in in the same browser does not upgrade a token that was issued before it. */
const SIGN_IN = `
  select extract(epoch from now() - least(s.authenticated_at, f.authenticated_at))::float8 as age,
    'mfa' = any(s.authentication_methods) and 'mfa' = any(coalesce(f.authentication_methods, s.authentication_methods)) as strong
  from sessions s left join tokens t on t.id = $2 left join token_families f on f.id = t.family_id where s.id = $1`;

interface RequiredSignIn {
  /** In seconds; 0 accepts any age. */
  maximumAge: number;
  twoFactors: boolean;
}

/** The shortest of the non-zero ages. */
const strictest = (...ages: number[]): number => {
  const set = ages.filter((age) => age > 0);
  return set.length > 0 ? Math.min(...set) : 0;
};

/** If revocations require a recent or strong sign-in, then creating authority requires it too. */
const requiredSignIn = async (
  database: Database,
  { assurance, own }: EffectDeclaration,
  userId: string,
): Promise<RequiredSignIn> => {
  const set = await readSettings(database, ['stepUp.maximumAge', 'stepUp.secondFactor', 'stepUp.authorityMaximumAge']);
  const forEndings = { maximumAge: set['stepUp.maximumAge'], twoFactors: set['stepUp.secondFactor'] };
  const none = forEndings.maximumAge === 0 && !forEndings.twoFactors;
  if (assurance === 'ENDING' && none) return forEndings;
  return {
    maximumAge:
      assurance === 'ENDING'
        ? forEndings.maximumAge
        : strictest(forEndings.maximumAge, set['stepUp.authorityMaximumAge']),
    // A user without a second factor can only be asked for one after adding it.
    twoFactors: (forEndings.twoFactors && !own) || (await hasStrongFactor(database, userId)),
  };
};

/** Throws the required sign-in. Services, and API tokens of service accounts, have no sign-in to repeat. */
export const requireAssurance = async (
  database: Database,
  { principal }: Pick<Context, 'principal'>,
  declaration: EffectDeclaration,
): Promise<void> => {
  const { assurance } = declaration;
  if (assurance === 'NONE' || !principal.isPerson) return;
  const { maximumAge, twoFactors } = await requiredSignIn(
    database,
    declaration,
    principal.impersonatorId ?? principal.userId!,
  );
  if (maximumAge === 0 && !twoFactors && (assurance === 'ENDING' || principal.sessionId)) return;
  const signIn = await database.one<SignIn>(SIGN_IN, [principal.sessionId, principal.tokenId]);
  const fresh = signIn !== null && (maximumAge === 0 || signIn.age <= maximumAge);
  // An impersonation already started with what the impersonator's factors require.
  const strong = !twoFactors || principal.impersonatorId !== null || signIn?.strong === true;
  if (fresh && strong) return;
  throw insufficientAuthentication({
    ...(twoFactors ? { acr_values: TWO_FACTORS } : {}),
    ...(maximumAge > 0 ? { max_age: maximumAge } : {}),
  });
};

/** For a setting that requires two factors of everyone: a caller who cannot sign in with two would lock themselves out. */
export const requireTwoFactors = async (
  database: Database,
  { principal }: Pick<Context, 'principal'>,
): Promise<void> => {
  if (!principal.isPerson) return;
  const signIn = await database.one<SignIn>(SIGN_IN, [principal.sessionId, principal.tokenId]);
  if (!signIn?.strong) throw insufficientAuthentication({ acr_values: TWO_FACTORS });
};
