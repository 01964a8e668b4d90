/** The step of a sign-in that requires a second factor of a user who has none: an authenticator app is added before the user is admitted. */
import { hasStrongFactor } from '../../core/authority/factors';
import { beginTotp, finishTotp, type PendingTotp } from '../../modules/factor';
import type { SealingKeys } from '../../platform/sealing-keys';
import { currentRequest } from '../request/request-scope';
import type { SignedIn, SignInContext, SignInRefusal } from './admit';
import { admitByPassword } from './new-password';
import type { ProofExpired } from './password-proof';
import { forgetProof, provedUser } from './second-factor';

interface EnrollmentRequest extends SignInContext {
  interaction: string;
  sealing: SealingKeys;
}

/** The user of this interaction, locked. Null unless they gave their password a short time ago and still must set up their first factor. */
const enrollingUser = async ({ interaction, cookie }: EnrollmentRequest) => {
  const proved = await provedUser(interaction, cookie);
  if (!proved?.user.mustEnroll) return null;
  return (await hasStrongFactor(await currentRequest().database(), proved.user.id)) ? null : proved;
};

/** A seed for the user of this interaction. Null if no password was given yet, too long ago, or no factor is missing. */
export const beginEnrollment = async (attempt: EnrollmentRequest): Promise<PendingTotp | null> => {
  const proved = await enrollingUser(attempt);
  if (!proved) return null;
  return beginTotp(await currentRequest().database(), attempt.sealing, proved.user);
};

export const signInByEnrollment = async (
  attempt: EnrollmentRequest & { authenticatorId: string; code: string },
): Promise<SignedIn | SignInRefusal | ProofExpired | 'NEW_PASSWORD' | PendingTotp> => {
  const proved = await enrollingUser(attempt);
  if (!proved) return 'EXPIRED';
  const { user, previous } = proved;
  const request = currentRequest();
  const { applicationId } = attempt.client;
  const caller = request.caller({ userId: user.id, applicationId });
  const added = await finishTotp(await request.database(), attempt.sealing, caller, user, attempt);
  if (added === null) return 'EXPIRED';
  if (typeof added !== 'string') return added;
  await forgetProof(attempt.interaction);
  return admitByPassword(attempt, user, previous, ['pwd', 'otp', 'mfa'], added);
};
