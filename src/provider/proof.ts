/** What is kept, sealed, of somebody whose password was right and who has more to do before being let in. */
import { secretHash } from '../platform/hash';
import type { SignInCandidate } from '../modules/user';
import { barredBy } from './admit';

export const SECONDS = 600;

export interface Proof {
  userId: string;
  epoch: number;
  /** Changes with the password. */
  password: string;
}

/** What was proved by the password is over: begin again. */
export type NotProved = 'EXPIRED';

const markOf = ({ hash }: SignInCandidate): string => secretHash(hash ?? '').toString('base64url');

export const proofOf = (user: SignInCandidate): Proof => ({
  userId: user.id,
  epoch: user.epoch,
  password: markOf(user),
});

/** It counts only while the user and the password are still the same; asked with the user's row locked. */
export const holds = (user: SignInCandidate | null, proof: Proof): user is SignInCandidate =>
  user !== null && !barredBy(user) && !user.locked && user.epoch === proof.epoch && markOf(user) === proof.password;
