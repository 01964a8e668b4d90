/** Seeds of authenticator apps: kept sealed, each bound to its row. */
import type { Place, SealingKeys } from '../../platform/sealing-keys';
import { matchingStep } from './codes';
import type { SealedSeed } from './totp-repository';

const placeOf = (id: string): Place => ({ table: 'totp_secrets', column: 'seed', id });

export const sealSeed = (
  sealing: SealingKeys,
  authenticatorId: string,
  seed: string,
): Pick<SealedSeed, 'seed' | 'keyId'> => {
  const { sealed, keyId } = sealing.seal(placeOf(authenticatorId), seed);
  return { seed: sealed, keyId };
};

/** The time step that the code is right for; null where it is wrong. */
export const stepOf = (sealing: SealingKeys, secret: SealedSeed, code: string, now: Date): number | null => {
  const seed = sealing.open(placeOf(secret.authenticatorId), { keyId: secret.keyId, sealed: secret.seed });
  return matchingStep(seed, code, now);
};
