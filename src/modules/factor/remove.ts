/** Removing a second factor, by its owner, or by an administrator if it was lost. Sessions and tokens are not affected. */
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import type { Database } from '../../database/database';
import { type Authenticator, authenticators } from '../mobile';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { principalFor } from '../../core/authority/object-permissions';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { earlierReceipt } from '../../core/revocation/find';
import { findUser, type User } from '../user';
import { endWithDependents } from '../../core/revocation/dependents';
import { type Factor, factorsOf, isStrong } from '../../core/authority/factors';
import { secondFactorFailures } from './failure-repository';
import type { RemoveAuthenticatorInput } from './inputs';
import { mayRemoveAuthenticator } from './policy';

/** Recovery codes are removed with the last factor that they replace. Otherwise they would work again with the next factor. */
const idsToRemove = (factors: Factor[], id: string): string[] => {
  const left = factors.filter((factor) => factor.id !== id);
  return left.some(({ kind }) => isStrong(kind)) ? [id] : [id, ...left.map((factor) => factor.id)];
};

export interface RemovedAuthenticator {
  authenticator: Authenticator;
  user: User | null;
}

const reload = async (database: Database, id: string | null): Promise<RemovedAuthenticator | null> => {
  const authenticator = await authenticators(database).findById(id);
  return authenticator && { authenticator, user: await findUser(database, authenticator.userId) };
};

export const removeAuthenticator = (
  context: Context,
  input: RemoveAuthenticatorInput,
): Promise<MutationResult<RemovedAuthenticator>> =>
  runMutation(context, { action: 'removeAuthenticator', input, reload }, async (database) => {
    const id = decodeId('Authenticator', input.authenticatorId);
    const found = await authenticators(database).findById(id);
    if (!found) throw notFound('authenticator', 'authenticatorId');
    enforce(mayRemoveAuthenticator(await principalFor(database, context.principal, found.userId), found));
    const { userId } = found;
    await lockUsers(database, [userId]);
    const authenticator = await authenticators(database).findById(id);
    const user = await findUser(database, userId);
    if (!authenticator || !user) throw notFound('authenticator', 'authenticatorId');
    if (authenticator.endedAt)
      return {
        subjectId: authenticator.id,
        value: { authenticator, user },
        revocation: await earlierReceipt(database, authenticator.revocationId),
      };
    const factors = await factorsOf(database, userId);
    const ids = idsToRemove(factors, authenticator.id);
    // Unlocks a user who was locked out by wrong codes.
    if (context.principal.userId !== userId) await secondFactorFailures(database).delete({ userId });
    const revocation = await revoke(database, context.caller, {
      action: 'removeAuthenticator',
      reason: input.reason ?? null,
      dryRun: input.dryRun ?? false,
      target: { type: 'Authenticator', id: authenticator.id },
      userId,
      selections: [{ kind: 'authenticator', column: 'id', values: ids }],
      events: [
        {
          type: 'AUTHENTICATOR_REMOVED',
          userId,
          details: { kind: authenticator.kind, name: authenticator.name },
        },
        ...factors
          .filter(({ id: other }) => other !== authenticator.id && ids.includes(other))
          .map(({ kind }) => ({ type: 'AUTHENTICATOR_REMOVED', userId, details: { kind } }) as const),
      ],
      end: (revocationId) => endWithDependents(database, 'authenticator', ids, { reason: 'REVOKED', revocationId }),
    });
    return { subjectId: authenticator.id, value: (await reload(database, authenticator.id))!, revocation };
  });
