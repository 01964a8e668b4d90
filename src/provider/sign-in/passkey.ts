/** Signing in with a passkey, instead of the password or after it. */
import { verifyAssertion, usePasskey } from '../../modules/factor';
import { users } from '../../modules/user';
import {
  admit,
  reasonNotAdmitted,
  findBrowserSession,
  type SignInContext,
  recordRefusedSignIn,
  type SignInRefusal,
  type SignedIn,
} from './admit';
import { currentRequest } from '../request/request-scope';
import { admitByPassword } from './new-password';
import type { ProofExpired } from './password-proof';
import { forgetProof, provedUser, recallProof } from './second-factor';

export interface PasskeyAttempt extends SignInContext {
  interaction: string;
  challenge: string;
  origin: string;
  /** The browser's response, as JSON. */
  response: string;
}

export const signInWithPasskey = async (
  attempt: PasskeyAttempt,
): Promise<SignedIn | SignInRefusal | ProofExpired | 'PASSKEY' | 'NEW_PASSWORD'> => {
  const request = currentRequest();
  const outside = await request.database();
  const asserted = await verifyAssertion(outside, attempt.origin, attempt);
  const proof = await recallProof(attempt.interaction);
  const userId = asserted?.passkey.userId ?? null;
  const fail = () => {
    request.openTransaction('no key update');
    return recordRefusedSignIn<'PASSKEY'>(attempt, userId, 'WRONG_PASSKEY', 'PASSKEY');
  };
  if (!asserted || !userId) return fail();
  // After a password, the passkey must belong to the same user.
  if (proof && proof.userId !== userId) return fail();
  const proved = proof
    ? await provedUser(attempt.interaction, attempt.cookie)
    : await findPasskeyUser(userId, attempt.cookie);
  if (!proved) return 'EXPIRED';
  const { user, previous } = proved;
  const barred = user ? reasonNotAdmitted(user) : 'UNKNOWN_USER';
  if (!user || barred) return recordRefusedSignIn(attempt, userId, barred!, 'CREDENTIALS');
  // It was removed meanwhile, or its counter went back: then it was copied.
  if (!(await usePasskey(await request.database(), asserted))) return fail();
  const { authenticatorId } = asserted.passkey;
  if (!proof)
    return admit(attempt, user, previous, { methods: ['pop', 'user', 'mfa'], credentialIds: [authenticatorId] });
  await forgetProof(attempt.interaction);
  return admitByPassword(attempt, user, previous, ['pwd', 'pop', 'mfa'], authenticatorId);
};

/** The user of the passkey, locked. */
const findPasskeyUser = async (userId: string, cookie: string | undefined) => {
  const request = currentRequest();
  const previous = await findBrowserSession(await request.database(), cookie);
  request.openTransaction('no key update');
  const ids = [userId, ...(previous ? [previous.userId] : [])];
  const user = await request.lockUsersAndRead(ids, (database) => users(database).findCandidate(userId));
  return { user, previous };
};
