/** Checks a password and, in one transaction with the user's row locked first, lets the person in, asks for more, or records why not. */
import type { Database } from '../database/database';
import { factorsOf } from '../core/authority/factors';
import { isStrong } from '../core/authority/factors';
import { isOutdated, passwordHash, passwordMatches } from '../platform/hash';
import { type SignInCandidate, upgradePassword, users } from '../modules/user';
import { nameKey } from '../platform/name-key';
import { TooManyFailures } from '../core/throttle/attempts';
import { checkSignIn, findKnownBrowser } from '../modules/password';
import { barredBy, findHeld, type Place, refuse, type Refused, type SignedIn } from './admit';
import { currentRequest } from './request-scope';
import { admitByPassword } from './new-password';
import { rememberProof } from './second-factor';

export const MAX_USERNAME = 320;
export const MAX_PASSWORD = 1_024;

const findCandidate = async (database: Database, name: string): Promise<SignInCandidate | null> => {
  if (name === '' || name.includes('\0') || !name.isWellFormed()) return null;
  return users(database).findCandidateByName(nameKey(name));
};

export interface SignInAttempt extends Place {
  username: string;
  password: string;
  /** The values by which the browser may be known, see `known-browsers`. */
  browser: string[];
  /** The secret of the interaction: under it is kept that the password was right, while another factor is asked for. */
  interaction: string;
}

export type Onward = 'SECOND_FACTOR' | 'NEW_PASSWORD';

export const signIn = async (attempt: SignInAttempt): Promise<SignedIn | Refused | Onward | TooManyFailures> => {
  const request = currentRequest();
  const outside = await request.database();
  const candidate = await findCandidate(outside, attempt.username);
  const known = await findKnownBrowser(outside, attempt.browser, candidate?.id ?? null);
  let matches = false;
  // A right password that lets nobody in counts as a wrong one, or counting would tell that it was right.
  const guesser = { name: attempt.username, ip: request.facts.ip, known };
  const letsIn = await checkSignIn(outside, guesser, async () => {
    matches = await passwordMatches(candidate?.hash ?? null, attempt.password);
    return matches && candidate !== null && !barredBy(candidate) && !candidate.locked;
  });
  const held = matches ? await findHeld(outside, attempt.cookie) : null;
  const from = candidate?.hash ?? '';
  const better = letsIn === true && isOutdated(from) ? await passwordHash(attempt.password) : null;

  request.openTransaction('no key update');
  const database = await request.database();
  const fail = (cause: string) => refuse<Refused>(attempt, candidate?.id ?? null, cause, 'CREDENTIALS');
  if (letsIn instanceof TooManyFailures) {
    await fail('TOO_MANY_PASSWORDS');
    return letsIn;
  }
  if (!candidate) return fail('UNKNOWN_USER');
  if (!matches) return fail('WRONG_PASSWORD');

  await request.lockUsers([candidate.id, ...(held ? [held.userId] : [])]);
  const user = await users(database).findCandidate(candidate.id);
  if (!user || user.hash !== candidate.hash) return fail('PASSWORD_CHANGED');
  const barred = barredBy(user);
  if (barred) return fail(barred);
  if (user.locked) return fail('PASSWORD_LOCKED');
  if (better) {
    await upgradePassword(database, user.id, { from, to: better });
    user.hash = better;
  }
  if ((await factorsOf(database, user.id)).some(({ kind }) => isStrong(kind))) {
    await rememberProof(attempt.interaction, user);
    return 'SECOND_FACTOR';
  }
  return admitByPassword(attempt, user, held, ['pwd']);
};
