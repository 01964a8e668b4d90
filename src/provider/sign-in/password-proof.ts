/** The proof that a user gave the correct password, stored sealed until the remaining steps of the sign-in are done. */
import { secretHash } from '../../platform/hash';
import type { SignInCandidate } from '../../modules/user';
import { reasonNotAdmitted } from './admit';

export const PROOF_SECONDS = 600;

export interface Proof {
  userId: string;
  epoch: number;
  /** Changes with the password. */
  password: string;
}

/** The proof has expired: the sign-in must start again. */
export type ProofExpired = 'EXPIRED';

const passwordFingerprint = ({ hash }: SignInCandidate): string => secretHash(hash ?? '').toString('base64url');

export const proofOf = (user: SignInCandidate): Proof => ({
  userId: user.id,
  epoch: user.epoch,
  password: passwordFingerprint(user),
});

/** Whether the user and the password are still the same. The caller has locked the user's row. */
export const proofHolds = (user: SignInCandidate | null, proof: Proof): user is SignInCandidate =>
  user !== null &&
  !reasonNotAdmitted(user) &&
  !user.locked &&
  user.epoch === proof.epoch &&
  passwordFingerprint(user) === proof.password;
