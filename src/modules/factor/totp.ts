/** Sealing and opening the seeds of authenticator apps. Each sealed seed is bound to its row. */
import type { SealingContext, SealingKeys } from '../../platform/sealing-keys';
import { matchingStep } from './codes';
import type { SealedSeed } from './totp-repository';

const sealingContextOf = (id: string): SealingContext => ({ table: 'totp_secrets', column: 'seed', id });

export const sealSeed = (
  sealing: SealingKeys,
  authenticatorId: string,
  seed: string,
): Pick<SealedSeed, 'seed' | 'keyId'> => {
  const { sealed, keyId } = sealing.seal(sealingContextOf(authenticatorId), seed);
  return { seed: sealed, keyId };
};

export const openSeed = (sealing: SealingKeys, secret: SealedSeed): string =>
  sealing.open(sealingContextOf(secret.authenticatorId), { keyId: secret.keyId, sealed: secret.seed });

/** The time step of the code; null if the code is wrong. */
export const timeStepOf = (sealing: SealingKeys, secret: SealedSeed, code: string, now: Date): number | null => {
  return matchingStep(openSeed(sealing, secret), code, now);
};
