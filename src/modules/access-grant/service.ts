/** The mutation that ends an access grant. */
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { principalFor } from '../../core/authority/object-permissions';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers, revoke, type Receipt } from '../../core/revocation/engine';
import { earlierReceipt } from '../../core/revocation/find';
import type { AccessGrant } from './entity';
import type { RevokeAccessGrantInput } from './inputs';
import { mayRevokeAccessGrant } from './policy';
import { accessGrants } from './repository';

export const revokeAccessGrant = (
  context: Context,
  input: RevokeAccessGrantInput,
): Promise<MutationResult<AccessGrant>> =>
  runMutation(
    context,
    { action: 'revokeAccessGrant', input, reload: (database, id) => accessGrants(database).findById(id) },
    async (database) => {
      const resultOf = async (grantId: string, revocation: Receipt | null) => ({
        subjectId: grantId,
        value: (await accessGrants(database).findById(grantId))!,
        revocation,
      });
      const id = decodeId('AccessGrant', input.accessGrantId);
      const found = id && (await accessGrants(database).findRevocable(id));
      if (!found) throw notFound('access grant', 'accessGrantId');
      enforce(mayRevokeAccessGrant(await principalFor(database, context.principal, found.userId), found));
      await lockUsers(database, [found.userId]);
      const grant = await accessGrants(database).findRevocable(found.id);
      if (!grant) throw notFound('access grant', 'accessGrantId');
      enforce(mayRevokeAccessGrant(await principalFor(database, context.principal, grant.userId), grant));
      if (grant.revocationId) return resultOf(grant.id, await earlierReceipt(database, grant.revocationId));
      const revocation = await revoke(database, context.caller, {
        action: 'revokeAccessGrant',
        target: { type: 'AccessGrant', id: grant.id },
        userId: grant.userId,
        reason: input.reason ?? null,
        selections: [{ kind: 'accessGrant', column: 'id', values: [grant.id] }],
        dryRun: input.dryRun ?? false,
        events: [
          {
            type: 'GRANT_REVOKED',
            userId: grant.userId,
            applicationId: grant.applicationId,
            sessionId: grant.sessionId,
          },
        ],
        end: (revocationId) => accessGrants(database).end(grant.id, { reason: 'REVOKED', revocationId }),
      });
      return resultOf(grant.id, revocation);
    },
  );
