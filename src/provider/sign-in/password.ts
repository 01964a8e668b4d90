/** Checks a password. In one transaction with the user's row locked, it admits the user, asks for the next step, or records why it refuses. */
import type { Database } from '../../database/database';
import { factorsOf, isStrong } from '../../core/authority/factors';
import { isImported, passwordHash, type PasswordVerdict, verifyPassword } from '../../platform/hash';
import { type SignInCandidate, upgradePassword, users } from '../../modules/user';
import { nameKey } from '../../platform/name-key';
import { TooManyFailures } from '../../core/throttle/attempts';
import { checkSignIn, findKnownBrowser } from '../../modules/password';
import {
  reasonNotAdmitted,
  findBrowserSession,
  type SignInContext,
  recordRefusedSignIn,
  type SignInRefusal,
  type SignedIn,
} from './admit';
import { currentRequest } from '../request/request-scope';
import { admitByPassword } from './new-password';
import { rememberProof } from './second-factor';

export const MAX_USERNAME = 320;
export const MAX_PASSWORD = 1_024;

const findCandidate = async (database: Database, name: string): Promise<SignInCandidate | null> => {
  if (name === '' || name.includes('\0') || !name.isWellFormed()) return null;
  return users(database).findCandidateByName(nameKey(name));
};

export interface SignInAttempt extends SignInContext {
  username: string;
  password: string;
  /** The values by which the browser may be known: see known-browser.ts. */
  browser: string[];
  /** The secret of the interaction. It seals that the password was correct until the next step is done. */
  interaction: string;
}

export type NextStep = 'SECOND_FACTOR' | 'ENROLLMENT' | 'NEW_PASSWORD';

export const signIn = async (
  attempt: SignInAttempt,
): Promise<SignedIn | SignInRefusal | NextStep | TooManyFailures> => {
  const request = currentRequest();
  const outside = await request.database();
  const candidate = await findCandidate(outside, attempt.username);
  const known = await findKnownBrowser(outside, attempt.browser, candidate?.id ?? null);
  let verdict: PasswordVerdict = 'WRONG';
  // A correct password that does not admit the user counts as wrong. Otherwise the count would reveal that it was correct.
  const guesser = {
    name: attempt.username,
    ip: request.facts.ip,
    known,
    imported: isImported(candidate?.hash ?? null),
  };
  const allowed = await checkSignIn(outside, guesser, async () => {
    verdict = await verifyPassword(candidate?.hash ?? null, attempt.password);
    return verdict !== 'WRONG' && candidate !== null && !reasonNotAdmitted(candidate) && !candidate.locked;
  });
  // What the callback has assigned.
  const checked = verdict as PasswordVerdict;
  const previous = checked === 'WRONG' ? null : await findBrowserSession(outside, attempt.cookie);
  const from = candidate?.hash ?? '';
  const upgraded = allowed === true && checked === 'RIGHT_BUT_OUTDATED' ? await passwordHash(attempt.password) : null;

  request.openTransaction('no key update');
  const database = await request.database();
  const fail = (cause: string) =>
    recordRefusedSignIn<SignInRefusal>(attempt, candidate?.id ?? null, cause, 'CREDENTIALS');
  if (allowed instanceof TooManyFailures) {
    await fail('TOO_MANY_PASSWORDS');
    return allowed;
  }
  if (!candidate) return fail('UNKNOWN_USER');
  if (checked === 'WRONG') return fail('WRONG_PASSWORD');

  const ids = [candidate.id, ...(previous ? [previous.userId] : [])];
  const [user, factors] = await request.lockUsersAndRead(ids, () =>
    Promise.all([users(database).findCandidate(candidate.id), factorsOf(database, candidate.id)]),
  );
  if (!user || user.hash !== candidate.hash) return fail('PASSWORD_CHANGED');
  const barred = reasonNotAdmitted(user);
  if (barred) return fail(barred);
  if (user.locked) return fail('PASSWORD_LOCKED');
  if (upgraded) {
    await upgradePassword(database, user.id, { from, to: upgraded });
    user.hash = upgraded;
  }
  if (factors.some(({ kind }) => isStrong(kind))) {
    await rememberProof(attempt.interaction, user);
    return 'SECOND_FACTOR';
  }
  if (user.mustEnroll) {
    await rememberProof(attempt.interaction, user);
    return 'ENROLLMENT';
  }
  return admitByPassword(attempt, user, previous, ['pwd']);
};
