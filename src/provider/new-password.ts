/**
 * The last step of a sign-in in which another password is asked for: that the present one was right is kept for a few minutes, sealed under
 * the secret of the interaction. The new one ends whatever was issued under the former, and then the person is let in.
 */
import type { BrowserSession } from '../modules/session';
import {
  checkPassword,
  hasSecondFactor,
  isShort,
  MIN_PASSWORD,
  MIN_WITH_SECOND_FACTOR,
  type SignInCandidate,
  users,
} from '../modules/user';
import { renewPassword } from '../modules/password';
import { invalidInput } from '../schema/errors';
import { passwordHash, passwordMatches } from '../platform/hash';
import { ArtifactAdapter } from './adapters/artifact';
import { admit, findHeld, type Place, type Proved, type Refused, type SignedIn } from './admit';
import { currentDatabase, currentRequest } from './request-scope';
import { holds, type NotProved, type Proof, proofOf, SECONDS } from './proof';

/** With how the person has signed in so far. */
type Entered = Proof & Proved;

const entries = new ArtifactAdapter('NewPassword');

/** What was long enough with a second factor is not without. */
const needsAnother = (user: SignInCandidate, methods: string[]): boolean =>
  user.mustChange || (user.needsSecondFactor && !methods.includes('mfa'));

/** After a password: lets the person in, or asks for another password first. */
export const admitByPassword = async (
  attempt: Place & { interaction: string },
  user: SignInCandidate,
  held: BrowserSession | null,
  methods: string[],
  factorId: string | null = null,
): Promise<SignedIn | Refused | 'NEW_PASSWORD'> => {
  const credentialIds = [user.passwordId, factorId].filter((id) => id !== null);
  if (!needsAnother(user, methods)) return admit(attempt, user, held, { methods, credentialIds });
  const entered: Entered = { ...proofOf(user), methods, credentialIds };
  await entries.upsert(attempt.interaction, entered as never, SECONDS);
  return 'NEW_PASSWORD';
};

const recall = async (interaction: string): Promise<Entered | undefined> => {
  const entered = (await entries.find(interaction)) as Entered | undefined;
  // An earlier version kept none.
  return entered && { ...entered, credentialIds: entered.credentialIds ?? [] };
};

/** Who is asked, and how long the new one has to be; null where no password was given yet, or too long ago. */
export const askedForPassword = async (interaction: string) => {
  const entered = await recall(interaction);
  const database = await currentDatabase();
  const user = entered ? await users(database).findCandidate(entered.userId) : null;
  if (!entered || !user) return null;
  const secondFactor = await hasSecondFactor(database, user.id);
  return { ...user, secondFactor, minimum: secondFactor ? MIN_WITH_SECOND_FACTOR : MIN_PASSWORD };
};

export interface NewPasswordAttempt extends Place {
  interaction: string;
  password: string;
}

/** Throws a refusal for a password that is not accepted. */
export const signInWithNewPassword = async (attempt: NewPasswordAttempt): Promise<SignedIn | Refused | NotProved> => {
  const request = currentRequest();
  const { interaction, password } = attempt;
  const asked = await askedForPassword(interaction);
  if (!asked) return 'EXPIRED';
  const { secondFactor } = asked;
  checkPassword(password, { names: [asked.username, asked.email, asked.name], secondFactor });
  if (await passwordMatches(asked.hash, password))
    throw invalidInput('password', '`password` is the present one; choose another.');
  const hash = await passwordHash(password);
  const [entered, held] = [(await recall(interaction))!, await findHeld(await currentDatabase(), attempt.cookie)];

  request.openTransaction('no key update');
  const database = await request.database();
  await request.lockUsers([entered.userId, ...(held ? [held.userId] : [])]);
  const before = await users(database).findCandidate(entered.userId);
  if (!holds(before, entered)) return 'EXPIRED';
  await entries.destroy(interaction);
  const { applicationId } = attempt.client;
  await renewPassword(database, request.caller({ userId: before.id, applicationId }), {
    ...{ action: 'sign_in', userId: before.id, by: 'SIGN_IN', hash, short: isShort(password) },
    sourceIds: entered.credentialIds,
  });
  const user = (await users(database).findCandidate(before.id))!;
  // The session of the browser has just ended, where it was this user's.
  const other = held && held.userId !== user.id ? held : null;
  const factorIds = entered.credentialIds.filter((id) => id !== before.passwordId);
  const credentialIds = [user.passwordId!, ...factorIds];
  const signedIn = await admit(attempt, user, other, { methods: entered.methods, credentialIds });
  return typeof signedIn === 'string' ? signedIn : { ...signedIn, replaced: held !== null };
};
