/** Adds the passkey that a browser created. Used by `confirmPasskey` and by the page that `enrollPasskey` links to. */
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { secretHash } from '../../platform/hash';
import { conflict, Refusal } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import type { Caller } from '../../core/event/record';
import { addFactor, checkLimit, checkName } from './add-factor';
import { type PendingPasskey, passkeyChallenges } from './passkey-challenge-repository';
import { passkeys } from './passkey-repository';
import { verifyRegistration } from './passkeys';

const MAX_CHALLENGE = 200;

export const passkeyUrl = (publicUrl: string, challenge: string): string =>
  `${publicUrl}/signin/add-passkey?link=${challenge}`;

/** The passkey that is being added under a challenge; null if the challenge has expired, or the token that asked for it is no longer valid. */
export const findPendingPasskey = async (database: Database, challenge: string): Promise<PendingPasskey | null> =>
  challenge.length > MAX_CHALLENGE ? null : passkeyChallenges(database).findByHash(secretHash(challenge));

export interface CreatedPasskey {
  id: string;
  userId: string;
  /** The token that asked for the challenge. */
  tokenId: string | null;
  challenge: string;
  /** The registration response of the browser. */
  response: Record<string, unknown>;
  name: string | null;
  reason: string | null;
}

/** The caller has locked the user's row and found the pending challenge. */
export const addPasskey = async (
  database: Database,
  caller: Caller,
  origin: string,
  { id, userId, tokenId, challenge, response, name: given, reason }: CreatedPasskey,
): Promise<void> => {
  const name = given ?? 'Passkey';
  checkName(name);
  const made = challenge ? await verifyRegistration(origin, response, challenge) : null;
  if (!made)
    throw new Refusal(
      'INVALID_SIGNATURE',
      'The response was not created with the options of `enrollPasskey` by a browser on a page of this service.',
      ['input', 'response'],
    ).because({ is: 'PASSKEY_UNVERIFIED' });
  await checkLimit(database, userId);
  await passkeyChallenges(database).delete({ authenticatorId: id });
  await onUniqueViolation(
    () => passkeys(database).add({ authenticatorId: id, userId, ...made }),
    () => conflict('response', 'This passkey has already been added.').because({ is: 'PASSKEY_KNOWN' }),
  );
  await addFactor(database, caller, { id, userId, kind: 'PASSKEY', name, reason });
  // The token that requested the challenge may differ from the caller's.
  if (tokenId && tokenId !== caller.tokenId)
    await recordDerived(database, { ...caller, tokenId, sessionId: null }, [{ kind: 'AUTHENTICATOR', id, userId }]);
};
