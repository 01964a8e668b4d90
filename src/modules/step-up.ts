/**
 * What ends something may ask of a user for more than a live token: a sign-in that is not too old, or one with two factors. Who has less is told
 * what to sign in with, as RFC 9470 has it. A service has nothing to step up.
 */
import type { Context } from '../context';
import type { Database } from '../database/database';
import { insufficientAuthentication } from '../schema/errors';
import { acrOf, TWO_FACTORS } from './factor/acr';
import { readSettings } from './setting/settings';

interface SignIn {
  age: number;
  methods: string[];
}

export const requireStepUp = async (database: Database, { principal }: Pick<Context, 'principal'>): Promise<void> => {
  if (principal.kind !== 'USER') return;
  const set = await readSettings(database, ['stepUp.maximumAge', 'stepUp.secondFactor']);
  const [maximumAge, secondFactor] = [set['stepUp.maximumAge'], set['stepUp.secondFactor']];
  if (maximumAge === 0 && !secondFactor) return;
  const signIn = await database.one<SignIn>(
    `select extract(epoch from now() - authenticated_at)::float8 as age, authentication_methods as methods from sessions where id = $1`,
    [principal.sessionId],
  );
  const fresh = maximumAge === 0 || (signIn !== null && signIn.age <= maximumAge);
  const strong = !secondFactor || (signIn !== null && acrOf(signIn.methods) === TWO_FACTORS);
  if (fresh && strong) return;
  throw insufficientAuthentication({
    ...(secondFactor ? { acr_values: TWO_FACTORS } : {}),
    ...(maximumAge > 0 ? { max_age: maximumAge } : {}),
  });
};
