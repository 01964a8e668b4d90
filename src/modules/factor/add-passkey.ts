/** Adds the passkey that a browser has made: by the mutation, and by the page, for whoever has what `enrollPasskey` gave. */
import type { Database } from '../../database/database';
import { uniquely } from '../../database/unique';
import { secretHash } from '../../platform/hash';
import { conflict, Refusal } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import type { Caller } from '../../core/event/record';
import { lifeOf } from '../../core/liveness/live';
import { checkName, checkRoom, insertFactor } from './own';
import { createdPasskey } from './passkeys';

const MAX_CHALLENGE = 200;

export const passkeyUrl = (publicUrl: string, challenge: string): string =>
  `${publicUrl}/signin/add-passkey?link=${challenge}`;

export interface WaitingPasskey {
  id: string;
  userId: string;
  username: string;
  /** The token that asked for it, and its session. */
  tokenId: string;
  sessionId: string | null;
}

/** What waits under a challenge; null where it is over, or the token that asked for it is. */
export const findWaiting = async (database: Database, challenge: string): Promise<WaitingPasskey | null> => {
  if (challenge.length > MAX_CHALLENGE) return null;
  const { joins, live } = lifeOf('token', 't');
  return database.one<WaitingPasskey>(
    `select w.authenticator_id as id, w.user_id as "userId", w.token_id as "tokenId", t.session_id as "sessionId", u.username
     from passkey_challenges w join users u on u.id = w.user_id join tokens t on t.id = w.token_id ${joins}
     where w.hash = $1 and w.expires_at > now() and ${live}`,
    [secretHash(challenge)],
  );
};

export interface MadePasskey {
  id: string;
  userId: string;
  /** The token that asked for the challenge. */
  tokenId: string | null;
  challenge: string;
  /** What the browser gave. */
  response: Record<string, unknown>;
  name: string | null;
  reason: string | null;
}

/** The caller has locked the user's row and found the challenge to be the one that waits. */
export const addPasskey = async (
  database: Database,
  caller: Caller,
  origin: string,
  { id, userId, tokenId, challenge, response, name: given, reason }: MadePasskey,
): Promise<void> => {
  const name = given ?? 'Passkey';
  checkName(name);
  const made = challenge ? await createdPasskey(origin, response, challenge) : null;
  if (!made)
    throw new Refusal(
      'INVALID_SIGNATURE',
      'This is not the answer of a browser, on a page of this service, to the options of `enrollPasskey`.',
      ['input', 'response'],
    );
  await checkRoom(database, userId);
  await database.execute('delete from passkey_challenges where authenticator_id = $1', [id]);
  await uniquely(
    () =>
      database.execute(
        `insert into passkeys (authenticator_id, user_id, credential_id, public_key, counter, transports, created_at)
         values ($1, $2, $3, $4, $5, $6, now())`,
        [id, userId, made.credentialId, made.publicKey, made.counter, made.transports],
      ),
    () => conflict('response', 'This passkey has been added already.'),
  );
  await insertFactor(database, caller, { id, userId, kind: 'PASSKEY', name, reason });
  // The token that began it may be another than the one that ends it.
  if (tokenId && tokenId !== caller.tokenId)
    await recordDerived(database, { ...caller, tokenId, sessionId: null }, [{ kind: 'AUTHENTICATOR', id, userId }]);
};
