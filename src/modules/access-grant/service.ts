/** The rule of ending an access grant. */
import type { Context } from '../../core/context/context';
import { decodeId, encodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { principalFor } from '../../core/authority/extent';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { earlierReceipt } from '../../core/revocation/find';
import type { RevokeAccessGrantInput } from './inputs';
import { mayRevokeAccessGrant } from './policy';

interface Found {
  id: string;
  userId: string;
  applicationId: string;
  sessionId: string | null;
  consumedAt: Date | null;
  revocationId: string | null;
}

/** Returns the public id: the grant itself is not shown any more once it has ended. */
export const revokeAccessGrant = (context: Context, input: RevokeAccessGrantInput): Promise<MutationResult<string>> =>
  runMutation(
    context,
    { action: 'revokeAccessGrant', input, reload: async (_database, id) => id && encodeId('AccessGrant', id) },
    async (database) => {
      const id = decodeId('AccessGrant', input.accessGrantId);
      const find = () =>
        database.one<Found>(
          `select id, user_id as "userId", application_id as "applicationId", session_id as "sessionId", consumed_at as "consumedAt", revocation_id as "revocationId"
         from access_grants where id = $1`,
          [id],
        );
      const found = id && (await find());
      if (!found) throw notFound('access grant', 'accessGrantId');
      enforce(mayRevokeAccessGrant(await principalFor(database, context.principal, found.userId), found));
      await lockUsers(database, [found.userId]);
      const grant = await find();
      if (!grant) throw notFound('access grant', 'accessGrantId');
      enforce(mayRevokeAccessGrant(await principalFor(database, context.principal, grant.userId), grant));
      const value = encodeId('AccessGrant', grant.id);
      if (grant.revocationId)
        return { subjectId: grant.id, value, revocation: await earlierReceipt(database, grant.revocationId) };
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
        end: async (revocationId) =>
          void (await database.execute(
            `update access_grants set revoked_at = now(), end_reason = 'REVOKED', revocation_id = $2 where id = $1 and revoked_at is null and consumed_at is null`,
            [grant.id, revocationId],
          )),
      });
      return { subjectId: grant.id, value, revocation };
    },
  );
