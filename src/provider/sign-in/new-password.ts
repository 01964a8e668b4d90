/**
 * The last step of a sign-in that requires a new password. A proof that the current one was correct is stored for a few minutes, sealed under the
 * secret of the interaction. The new password ends everything that was issued before; then the user is admitted.
 */
import type { BrowserSession } from '../../modules/session';
import {
  checkPassword,
  hasSecondFactor,
  isShort,
  MIN_PASSWORD,
  MIN_WITH_SECOND_FACTOR,
  type SignInCandidate,
  users,
} from '../../modules/user';
import { changePassword } from '../../modules/password';
import { invalidInput } from '../../schema/errors';
import { passwordHash, passwordMatches } from '../../platform/hash';
import { ArtifactAdapter } from '../adapters/artifact';
import {
  admit,
  findBrowserSession,
  type SignInContext,
  type Authentication,
  type SignInRefusal,
  type SignedIn,
} from './admit';
import { currentDatabase, currentRequest } from '../request/request-scope';
import { proofHolds, type ProofExpired, type Proof, proofOf, PROOF_SECONDS } from './password-proof';

/** With how the user has authenticated so far. */
type PendingPassword = Proof & Authentication;

const entries = new ArtifactAdapter('NewPassword');

/** A password that is only long enough with a second factor must be changed if none was used. */
const needsNewPassword = (user: SignInCandidate, methods: string[]): boolean =>
  user.mustChange || (user.needsSecondFactor && !methods.includes('mfa'));

/** After a correct password: admits the user, or asks for a new password first. */
export const admitByPassword = async (
  attempt: SignInContext & { interaction: string },
  user: SignInCandidate,
  previous: BrowserSession | null,
  methods: string[],
  factorId: string | null = null,
): Promise<SignedIn | SignInRefusal | 'NEW_PASSWORD'> => {
  const credentialIds = [user.passwordId, factorId].filter((id) => id !== null);
  if (!needsNewPassword(user, methods)) return admit(attempt, user, previous, { methods, credentialIds });
  const entered: PendingPassword = { ...proofOf(user), methods, credentialIds };
  await entries.upsert(attempt.interaction, entered as never, PROOF_SECONDS);
  return 'NEW_PASSWORD';
};

const recall = async (interaction: string): Promise<PendingPassword | undefined> => {
  const entered = (await entries.find(interaction)) as PendingPassword | undefined;
  // Earlier versions did not store them.
  return entered && { ...entered, credentialIds: entered.credentialIds ?? [] };
};

/** Who must choose a new password, and its minimum length. Null if no password was given yet, or too long ago. */
export const findNewPasswordRequest = async (interaction: string) => {
  const entered = await recall(interaction);
  const database = await currentDatabase();
  const user = entered ? await users(database).findCandidate(entered.userId) : null;
  if (!entered || !user) return null;
  const secondFactor = await hasSecondFactor(database, user.id);
  return { ...user, secondFactor, minimum: secondFactor ? MIN_WITH_SECOND_FACTOR : MIN_PASSWORD };
};

export interface NewPasswordAttempt extends SignInContext {
  interaction: string;
  password: string;
}

/** Throws a refusal if the password is not accepted. */
export const signInWithNewPassword = async (
  attempt: NewPasswordAttempt,
): Promise<SignedIn | SignInRefusal | ProofExpired> => {
  const request = currentRequest();
  const { interaction, password } = attempt;
  const required = await findNewPasswordRequest(interaction);
  if (!required) return 'EXPIRED';
  const { secondFactor } = required;
  checkPassword(password, { names: [required.username, required.email, required.name], secondFactor });
  if (await passwordMatches(required.hash, password))
    throw invalidInput('password', '`password` is the current one. Choose a different one.').because({
      is: 'CURRENT_PASSWORD',
    });
  const hash = await passwordHash(password);
  const [entered, previous] = [
    (await recall(interaction))!,
    await findBrowserSession(await currentDatabase(), attempt.cookie),
  ];

  request.openTransaction('no key update');
  const database = await request.database();
  await request.lockUsers([entered.userId, ...(previous ? [previous.userId] : [])]);
  const before = await users(database).findCandidate(entered.userId);
  if (!proofHolds(before, entered)) return 'EXPIRED';
  await entries.destroy(interaction);
  const { applicationId } = attempt.client;
  await changePassword(database, request.caller({ userId: before.id, applicationId }), {
    ...{ action: 'sign_in', userId: before.id, by: 'SIGN_IN', hash, short: isShort(password) },
    sourceIds: entered.credentialIds,
  });
  const user = (await users(database).findCandidate(before.id))!;
  // If the session of the browser was this user's, it has just ended.
  const other = previous && previous.userId !== user.id ? previous : null;
  const factorIds = entered.credentialIds.filter((id) => id !== before.passwordId);
  const credentialIds = [user.passwordId!, ...factorIds];
  const signedIn = await admit(attempt, user, other, { methods: entered.methods, credentialIds });
  return typeof signedIn === 'string' ? signedIn : { ...signedIn, replaced: previous !== null };
};
