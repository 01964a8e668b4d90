/** Adding an authenticator app during a sign-in, for a user who has just given their password and whose row is locked. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { SealingKeys } from '../../platform/sealing-keys';
import { decodeId, encodeId } from '../../platform/type-id';
import type { Caller } from '../../core/event/record';
import { addFactor, checkLimit } from './add-factor';
import { newTotpSecret, totpUri } from './codes';
import { openSeed, sealSeed, timeStepOf } from './totp';
import { totpSecrets } from './totp-repository';

export interface PendingTotp {
  /** Public: the form carries it. */
  authenticatorId: string;
  secret: string;
  uri: string;
}

/** A new seed each time: one that somebody else has seen for this user is not shown again. */
export const beginTotp = async (
  database: Database,
  sealing: SealingKeys,
  { id: userId, username }: { id: string; username: string },
): Promise<PendingTotp> => {
  const id = newId();
  const secret = newTotpSecret();
  await totpSecrets(database).addUnconfirmed({ authenticatorId: id, userId, ...sealSeed(sealing, id, secret) });
  return { authenticatorId: encodeId('Authenticator', id), secret, uri: totpUri(secret, username) };
};

export interface TotpCode {
  authenticatorId: string;
  code: string;
  now: Date;
}

/** The id of the new factor, or what to show again if the code is wrong. Null if the seed has expired. */
export const finishTotp = async (
  database: Database,
  sealing: SealingKeys,
  caller: Caller,
  { id: userId, username }: { id: string; username: string },
  { authenticatorId, code, now }: TotpCode,
): Promise<string | PendingTotp | null> => {
  const id = decodeId('Authenticator', authenticatorId);
  const pending = id && (await totpSecrets(database).findUnconfirmed(userId, id));
  if (!id || !pending) return null;
  const step = timeStepOf(sealing, pending, code, now);
  if (step === null) {
    const secret = openSeed(sealing, pending);
    return { authenticatorId, secret, uri: totpUri(secret, username) };
  }
  await checkLimit(database, userId);
  await totpSecrets(database).confirm(id);
  await totpSecrets(database).useStep(id, step);
  await addFactor(database, caller, { id, userId, kind: 'TOTP', name: 'Authenticator app', reason: null });
  return id;
};
