/**
 * How strong and how recent a sign-in a mutation asks for (RFC 9470). What creates credentials or authority asks for a recent sign-in, with two
 * factors where the user has two; endings ask for what the settings say. Whoever has less is told what to sign in with.
 */
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import type { Assurance } from '../../schema/effects';
import { insufficientAuthentication } from '../../schema/errors';
import { acrOf, TWO_FACTORS } from '../factor/acr';
import { hasStrongFactor } from '../factor/find';
import { readSettings } from '../setting/settings';

interface SignIn {
  age: number;
  methods: string[];
}

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
const askedFor = async (database: Database, assurance: Assurance, userId: string): Promise<Asked> => {
  const set = await readSettings(database, ['stepUp.maximumAge', 'stepUp.secondFactor', 'stepUp.authorityMaximumAge']);
  const ofEndings = { maximumAge: set['stepUp.maximumAge'], twoFactors: set['stepUp.secondFactor'] };
  const none = ofEndings.maximumAge === 0 && !ofEndings.twoFactors;
  if (assurance === 'ENDING' && none) return ofEndings;
  return {
    maximumAge:
      assurance === 'ENDING'
        ? ofEndings.maximumAge
        : strictest(ofEndings.maximumAge, set['stepUp.authorityMaximumAge']),
    twoFactors: ofEndings.twoFactors || (await hasStrongFactor(database, userId)),
  };
};

/** Throws what to sign in with. A service has no sign-in to repeat, and neither has an API token of a service account. */
export const requireAssurance = async (
  database: Database,
  { principal }: Pick<Context, 'principal'>,
  assurance: Assurance,
): Promise<void> => {
  if (assurance === 'NONE' || !principal.isPerson) return;
  const { maximumAge, twoFactors } = await askedFor(database, assurance, principal.impersonatorId ?? principal.userId!);
  if (maximumAge === 0 && !twoFactors && (assurance === 'ENDING' || principal.sessionId)) return;
  const signIn = await database.one<SignIn>(
    `select extract(epoch from now() - authenticated_at)::float8 as age, authentication_methods as methods from sessions where id = $1`,
    [principal.sessionId],
  );
  const fresh = signIn !== null && (maximumAge === 0 || signIn.age <= maximumAge);
  // An impersonation began with what its impersonator's factors ask for.
  const inherited = principal.impersonatorId !== null;
  const strong = !twoFactors || inherited || (signIn !== null && acrOf(signIn.methods) === TWO_FACTORS);
  if (fresh && strong) return;
  throw insufficientAuthentication({
    ...(twoFactors ? { acr_values: TWO_FACTORS } : {}),
    ...(maximumAge > 0 ? { max_age: maximumAge } : {}),
  });
};
