/**
 * The second step of a sign-in. A proof that the password was correct is stored for a few minutes, sealed under the secret of the interaction. It
 * is valid only while the user and the password are unchanged.
 */
import { recordEvents } from '../../core/event/record';
import { type Factor, factorsOf } from '../../core/authority/factors';
import { type Verdict, verifyCode } from '../../modules/factor';
import { type SignInCandidate, users } from '../../modules/user';
import type { SealingKeys } from '../../platform/sealing-keys';
import { ArtifactAdapter } from '../adapters/artifact';
import {
  findBrowserSession,
  type SignInContext,
  recordRefusedSignIn,
  type SignInRefusal,
  type SignedIn,
} from './admit';
import { admitByPassword } from './new-password';
import { proofHolds, type ProofExpired, type Proof, proofOf, PROOF_SECONDS } from './password-proof';
import { currentDatabase, currentRequest } from '../request/request-scope';

const proofs = new ArtifactAdapter('PasswordProof');

export const rememberProof = (interaction: string, user: SignInCandidate): Promise<void> =>
  proofs.upsert(interaction, proofOf(user) as never, PROOF_SECONDS);

export const recallProof = async (interaction: string): Promise<Proof | undefined> =>
  (await proofs.find(interaction)) as Proof | undefined;

/** The second factors of the user of this interaction. Null if no password was given yet, or too long ago. */
export const factorsOfInteraction = async (interaction: string): Promise<Factor[] | null> => {
  const proof = await recallProof(interaction);
  return proof ? factorsOf(await currentDatabase(), proof.userId) : null;
};

/** The user of the interaction, locked. Null if the proof is no longer valid. */
export const provedUser = async (interaction: string, cookie: string | undefined) => {
  const request = currentRequest();
  const outside = await request.database();
  const proof = await recallProof(interaction);
  if (!proof) return null;
  const previous = await findBrowserSession(outside, cookie);
  request.openTransaction('no key update');
  const ids = [proof.userId, ...(previous ? [previous.userId] : [])];
  const user = await request.lockUsersAndRead(ids, (database) => users(database).findCandidate(proof.userId));
  return proofHolds(user, proof) ? { user, previous } : null;
};

/** One password proof is good for one sign-in. */
export const forgetProof = (interaction: string): Promise<void> => proofs.destroy(interaction);

export interface CodeAttempt extends SignInContext {
  interaction: string;
  code: string;
  sealing: SealingKeys;
}

export const signInWithCode = async (
  attempt: CodeAttempt,
): Promise<SignedIn | SignInRefusal | ProofExpired | 'NEW_PASSWORD' | Exclude<Verdict, { accepted: true }>> => {
  const proved = await provedUser(attempt.interaction, attempt.cookie);
  if (!proved) return 'EXPIRED';
  const { user, previous } = proved;
  const request = currentRequest();
  const database = await request.database();
  const { code, now, sealing } = attempt;
  const verdict = await verifyCode(database, sealing, { userId: user.id, code, now });
  if (!verdict.accepted) return recordRefusedSignIn(attempt, user.id, verdict.cause, verdict);
  const { applicationId } = attempt.client;
  if (verdict.kind === 'RECOVERY_CODES')
    await recordEvents(database, request.caller({ userId: user.id, applicationId }), [
      { type: 'RECOVERY_CODE_USED', userId: user.id, applicationId },
    ]);
  await forgetProof(attempt.interaction);
  return admitByPassword(attempt, user, previous, ['pwd', 'otp', 'mfa'], verdict.authenticatorId);
};
