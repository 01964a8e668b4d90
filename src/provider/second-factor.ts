/**
 * The second step of a sign-in: that the password was right is kept for a few minutes, sealed under the secret of the interaction, and
 * counts only while the user and the password are still the same.
 */
import { recordEvents } from '../core/event/record';
import { factorsOf } from '../core/authority/factors';
import { type Factor } from '../core/authority/factors';
import { type Verdict, verifyCode } from '../modules/factor';
import { type SignInCandidate, users } from '../modules/user';
import type { SealingKeys } from '../platform/sealing-keys';
import { ArtifactAdapter } from './adapters/artifact';
import { findHeld, type Place, refuse, type Refused, type SignedIn } from './admit';
import { admitByPassword } from './new-password';
import { holds, type NotProved, type Proof, proofOf, SECONDS } from './proof';
import { currentDatabase, currentRequest } from './request-scope';

const proofs = new ArtifactAdapter('PasswordProof');

export const rememberProof = (interaction: string, user: SignInCandidate): Promise<void> =>
  proofs.upsert(interaction, proofOf(user) as never, SECONDS);

export const recallProof = async (interaction: string): Promise<Proof | undefined> =>
  (await proofs.find(interaction)) as Proof | undefined;

/** What the person of this interaction may go on with; null where no password has been given yet, or too long ago. */
export const factorsAsked = async (interaction: string): Promise<Factor[] | null> => {
  const proof = await recallProof(interaction);
  return proof ? factorsOf(await currentDatabase(), proof.userId) : null;
};

/** The user of the interaction, locked; null where what was proved no longer holds. */
export const provedUser = async (interaction: string, cookie: string | undefined) => {
  const request = currentRequest();
  const outside = await request.database();
  const proof = await recallProof(interaction);
  if (!proof) return null;
  const held = await findHeld(outside, cookie);
  request.openTransaction('no key update');
  await request.lockUsers([proof.userId, ...(held ? [held.userId] : [])]);
  const user = await users(await request.database()).findCandidate(proof.userId);
  return holds(user, proof) ? { user, held } : null;
};

/** Nobody goes on twice from one password. */
export const forgetProof = (interaction: string): Promise<void> => proofs.destroy(interaction);

export interface CodeAttempt extends Place {
  interaction: string;
  code: string;
  sealing: SealingKeys;
}

export const signInWithCode = async (
  attempt: CodeAttempt,
): Promise<SignedIn | Refused | NotProved | 'NEW_PASSWORD' | Exclude<Verdict, { accepted: true }>> => {
  const proved = await provedUser(attempt.interaction, attempt.cookie);
  if (!proved) return 'EXPIRED';
  const { user, held } = proved;
  const request = currentRequest();
  const database = await request.database();
  const { code, now, sealing } = attempt;
  const verdict = await verifyCode(database, sealing, { userId: user.id, code, now });
  if (!verdict.accepted) return refuse(attempt, user.id, verdict.cause, verdict);
  const { applicationId } = attempt.client;
  if (verdict.kind === 'RECOVERY_CODES')
    await recordEvents(database, request.caller({ userId: user.id, applicationId }), [
      { type: 'RECOVERY_CODE_USED', userId: user.id, applicationId },
    ]);
  await forgetProof(attempt.interaction);
  return admitByPassword(attempt, user, held, ['pwd', 'otp', 'mfa'], verdict.authenticatorId);
};
