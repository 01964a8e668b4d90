/** The rules of adding a passkey: the browser makes it for this site and signs a challenge with it. */
import { QueryFailedError } from 'typeorm';
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import { sameHash, secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { decodeId, encodeId } from '../../platform/type-id';
import { conflict, notFound, Refusal } from '../../schema/errors';
import type { Authenticator } from '../mobile/entity';
import { findAuthenticator } from '../mobile/find';
import { operate, type Outcome } from '../operate';
import { lockUsers } from '../revocation/engine';
import type { ConfirmPasskeyInput, EnrollPasskeyInput, PasskeyEnrollment } from './inputs';
import { checkName, checkRoom, insertFactor, ownerOf } from './own';
import { canUsePasskeys, createdPasskey, creationOptions } from './passkeys';

const MINUTES = 5;
const UNIQUE_VIOLATION = '23505';

export const enrollPasskey = (context: Context, input: EnrollPasskeyInput): Promise<Outcome<PasskeyEnrollment>> => {
  const again = async (_database: Database, id: string | null) =>
    id === null ? null : { authenticatorId: encodeId('Authenticator', id), options: null };
  return operate<PasskeyEnrollment>(context, { action: 'enrollPasskey', input, again }, async (database) => {
    const userId = ownerOf(context.principal);
    if (!canUsePasskeys(context.publicUrl))
      throw new Refusal(
        'INVALID_STATE',
        'Passkeys need a host name: this service is reached by an address (PUBLIC_URL).',
      );
    await lockUsers(database, [userId]);
    await checkRoom(database, userId);
    const user = await database.one<{ username: string }>('select username from users where id = $1', [userId]);
    const id = newId();
    const challenge = newSecret('cst_passkey');
    await database.execute('delete from passkey_challenges where user_id = $1', [userId]);
    await database.execute(
      `insert into passkey_challenges (authenticator_id, user_id, hash, created_at, expires_at)
       values ($1, $2, $3, now(), now() + make_interval(mins => ${MINUTES}))`,
      [id, userId, secretHash(challenge)],
    );
    const about = { userId, username: user!.username, challenge };
    const options = await creationOptions(database, context.publicUrl, about);
    return { subjectId: id, value: { authenticatorId: encodeId('Authenticator', id), options } };
  });
};

/** The challenge that the browser says it has signed: whether it is ours is known by its hash. */
const challengeIn = (response: Record<string, unknown>): string => {
  try {
    const { clientDataJSON } = response['response'] as { clientDataJSON: string };
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge: string };
    return Buffer.from(challenge, 'base64url').toString();
  } catch {
    return '';
  }
};

export const confirmPasskey = (context: Context, input: ConfirmPasskeyInput): Promise<Outcome<Authenticator>> =>
  operate(context, { action: 'confirmPasskey', input, again: findAuthenticator }, async (database) => {
    const userId = ownerOf(context.principal);
    const name = input.name ?? 'Passkey';
    checkName(name);
    await lockUsers(database, [userId]);
    const id = decodeId('Authenticator', input.authenticatorId);
    const waiting =
      id &&
      (await database.one<{ hash: Buffer }>(
        'select hash from passkey_challenges where authenticator_id = $1 and user_id = $2 and expires_at > now()',
        [id, userId],
      ));
    if (!waiting) throw notFound('passkey that waits to be made', 'authenticatorId');
    const challenge = challengeIn(input.response);
    const made = sameHash(secretHash(challenge), waiting.hash)
      ? await createdPasskey(context.publicUrl, input.response, challenge)
      : null;
    if (!made)
      throw new Refusal(
        'INVALID_SIGNATURE',
        'This is not the answer of a browser, on a page of this service, to the options of `enrollPasskey`.',
        ['input', 'response'],
      );
    await checkRoom(database, userId);
    await database.execute('delete from passkey_challenges where authenticator_id = $1', [id]);
    await database
      .execute(
        `insert into passkeys (authenticator_id, user_id, credential_id, public_key, counter, transports, created_at)
         values ($1, $2, $3, $4, $5, $6, now())`,
        [id, userId, made.credentialId, made.publicKey, made.counter, made.transports],
      )
      .catch((error: unknown) => {
        const code = error instanceof QueryFailedError && (error.driverError as { code?: string }).code;
        throw code === UNIQUE_VIOLATION ? conflict('response', 'This passkey has been added already.') : error;
      });
    await insertFactor(database, context, { id, userId, kind: 'PASSKEY', name, reason: input.reason ?? null });
    return { subjectId: id, value: (await findAuthenticator(database, id))! };
  });
