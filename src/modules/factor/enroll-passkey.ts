/** `enrollPasskey` and `confirmPasskey`: the browser creates a passkey for this site and signs a challenge with it. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { sameHash, secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { decodeId, encodeId } from '../../platform/type-id';
import { notFound, Refusal } from '../../schema/errors';
import { type Authenticator, authenticators } from '../mobile';
import { users } from '../user';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { checkLimit, ownerOf } from './add-factor';
import { addPasskey, passkeyUrl } from './add-passkey';
import type { ConfirmPasskeyInput, EnrollPasskeyInput, PasskeyEnrollment } from './inputs';
import { passkeyChallenges } from './passkey-challenge-repository';
import { canUsePasskeys, creationOptions } from './passkeys';

export const enrollPasskey = (
  context: Context,
  input: EnrollPasskeyInput,
): Promise<MutationResult<PasskeyEnrollment>> => {
  const reload = async (_database: Database, id: string | null) =>
    id === null ? null : { authenticatorId: encodeId('Authenticator', id), options: null, url: null };
  return runMutation<PasskeyEnrollment>(context, { action: 'enrollPasskey', input, reload }, async (database) => {
    const userId = ownerOf(context.principal);
    if (!canUsePasskeys(context.publicUrl))
      throw new Refusal('INVALID_STATE', 'Passkeys require a host name, but PUBLIC_URL has an IP address.');
    await lockUsers(database, [userId]);
    await checkLimit(database, userId);
    const { username } = await users(database).findOneByOrFail({ id: userId });
    const id = newId();
    const challenge = newSecret('cst_passkey');
    const { tokenId } = context.principal;
    await passkeyChallenges(database).put({ authenticatorId: id, userId, hash: secretHash(challenge), tokenId });
    const about = { userId, username, challenge };
    const options = await creationOptions(database, context.publicUrl, about);
    const url = passkeyUrl(context.publicUrl, challenge);
    return { subjectId: id, value: { authenticatorId: encodeId('Authenticator', id), options, url } };
  });
};

/** The challenge in the response of the browser. The caller compares its hash. */
const challengeIn = (response: Record<string, unknown>): string => {
  try {
    const { clientDataJSON } = response['response'] as { clientDataJSON: string };
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge: string };
    return Buffer.from(challenge, 'base64url').toString();
  } catch {
    return '';
  }
};

const reload = (database: Database, id: string | null) => authenticators(database).findById(id);

export const confirmPasskey = (context: Context, input: ConfirmPasskeyInput): Promise<MutationResult<Authenticator>> =>
  runMutation(context, { action: 'confirmPasskey', input, reload }, async (database) => {
    const userId = ownerOf(context.principal);
    await lockUsers(database, [userId]);
    const id = decodeId('Authenticator', input.authenticatorId);
    const waiting = id && (await passkeyChallenges(database).findOf(id, userId));
    if (!waiting) throw notFound('pending passkey', 'authenticatorId');
    const challenge = challengeIn(input.response);
    await addPasskey(database, context.caller, context.publicUrl, {
      ...{
        id,
        userId,
        tokenId: waiting.tokenId,
        response: input.response,
        name: input.name ?? null,
        reason: input.reason ?? null,
      },
      challenge: sameHash(secretHash(challenge), waiting.hash) ? challenge : '',
    });
    return { subjectId: id, value: (await authenticators(database).findById(id))! };
  });
