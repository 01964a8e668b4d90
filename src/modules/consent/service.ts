/** The rules of ending consents and an application's access to a user. */
import type { Context } from '../../context';
import { decodeId, encodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { operate, type Outcome } from '../operate';
import { checkVersion } from '../operation';
import { lockUsers, revoke } from '../revocation/engine';
import { earlierReceipt } from '../revocation/find';
import type { Selection } from '../revocation/selection';
import { readSetting } from '../setting/settings';
import type { RevokeApplicationAccessInput, RevokeConsentInput } from './inputs';
import { mayRevokeApplicationAccess, mayRevokeConsent } from './may';

interface Found {
  id: string;
  userId: string;
  applicationId: string;
  revokedAt: Date | null;
  revocationId: string | null;
}

export const revokeConsent = (context: Context, input: RevokeConsentInput): Promise<Outcome<string>> =>
  operate(
    context,
    { action: 'revokeConsent', input, again: async (_database, id) => id && encodeId('Consent', id) },
    async (database) => {
      const id = decodeId('Consent', input.consentId);
      const find = () =>
        database.one<Found>(
          `select id, user_id as "userId", application_id as "applicationId", revoked_at as "revokedAt", revocation_id as "revocationId" from consents where id = $1`,
          [id],
        );
      const found = id && (await find());
      if (!found) throw notFound('consent', 'consentId');
      enforce(mayRevokeConsent(context.principal, found));
      await lockUsers(database, [found.userId]);
      const consent = await find();
      if (!consent) throw notFound('consent', 'consentId');
      const value = encodeId('Consent', consent.id);
      if (consent.revokedAt)
        return { subjectId: consent.id, value, revocation: await earlierReceipt(database, consent.revocationId) };
      const cascade = await readSetting(database, 'consents.revokeCascade');
      const restingOn: Selection[] = [
        { kind: 'token', column: 'consent_id', values: [consent.id] },
        { kind: 'accessGrant', column: 'consent_id', values: [consent.id] },
      ];
      const revocation = await revoke(database, context.caller, {
        action: 'revokeConsent',
        target: { type: 'Consent', id: consent.id },
        userId: consent.userId,
        reason: input.reason ?? null,
        selections: [{ kind: 'consent', column: 'id', values: [consent.id] }, ...(cascade ? restingOn : [])],
        dryRun: input.dryRun ?? false,
        events: [
          {
            type: 'CONSENT_REVOKED',
            userId: consent.userId,
            applicationId: consent.applicationId,
            details: { cascade },
          },
        ],
        end: async (revocationId) =>
          void (await database.execute(
            `update consents set revoked_at = now(), end_reason = 'CONSENT_REVOKED', revocation_id = $2, tokens_ended_at = case when $3 then now() end where id = $1`,
            [consent.id, revocationId, cascade],
          )),
      });
      return { subjectId: consent.id, value, revocation };
    },
  );

export interface Access {
  userId: string;
  applicationId: string;
}

export const revokeApplicationAccess = (
  context: Context,
  input: RevokeApplicationAccessInput,
): Promise<Outcome<Access>> => {
  const userId = decodeId('User', input.userId);
  const applicationId = decodeId('Application', input.applicationId);
  const value = { userId: userId!, applicationId: applicationId! };
  return operate(context, { action: 'revokeApplicationAccess', input, again: async () => value }, async (database) => {
    if (!userId) throw notFound('user', 'userId');
    enforce(mayRevokeApplicationAccess(context.principal, userId));
    await lockUsers(database, [userId]);
    if (!(await database.one('select 1 from users where id = $1', [userId]))) throw notFound('user', 'userId');
    const application = await database.one<{ version: number }>(
      'select version from applications where id = $1 for share',
      [applicationId],
    );
    if (!applicationId || !application) throw notFound('application', 'applicationId');
    checkVersion(application, input.ifVersion);
    // Everything that an application holds for a user rests on some consent of the two, standing or not.
    const consents = await database.query<{ id: string }>(
      'select id from consents where user_id = $1 and application_id = $2 and (revoked_at is null or tokens_ended_at is null)',
      [userId, applicationId],
    );
    const ids = consents.map(({ id }) => id);
    const selections: Selection[] = [
      { kind: 'consent', column: 'id', values: ids },
      { kind: 'token', column: 'consent_id', values: ids },
      { kind: 'accessGrant', column: 'consent_id', values: ids },
    ];
    const revocation = await revoke(database, context.caller, {
      action: 'revokeApplicationAccess',
      target: { type: 'Application', id: applicationId },
      userId,
      reason: input.reason ?? null,
      selections: ids.length > 0 ? selections : [],
      dryRun: input.dryRun ?? false,
      events: [{ type: 'APPLICATION_ACCESS_REVOKED', userId, applicationId }],
      end: async (revocationId) =>
        void (await database.execute(
          `update consents set revoked_at = coalesce(revoked_at, now()), tokens_ended_at = now(), end_reason = 'APPLICATION_ACCESS_REVOKED', revocation_id = $2
           where id = any($1::uuid[])`,
          [ids, revocationId],
        )),
    });
    return { subjectId: applicationId, value, revocation };
  });
};
