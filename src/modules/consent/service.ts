/** The mutations that end consents and the access of an application to a user. */
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { applications } from '../application';
import { derivedFrom, fromAccess } from '../derived';
import { users } from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers, lockUsersAndRead, revoke } from '../../core/revocation/engine';
import { earlierReceipt } from '../../core/revocation/find';
import { readSetting } from '../../core/setting/settings';
import { consentIsActive } from '../../core/liveness/live';
import type { Selection } from '../../core/revocation/selection';
import { type BulkDefinition, endMany, lockOwners, type OperationResult } from '../../core/mutation/many';
import { endConsents } from './endings';
import type { Consent } from './entity';
import type { RevokeApplicationAccessInput, RevokeConsentInput, RevokeConsentsInput } from './inputs';
import type { ConsentFilter } from './list';
import { mayRevokeApplicationAccess, mayRevokeConsent } from './policy';
import { consentList, consents } from './repository';

export const revokeConsent = (context: Context, input: RevokeConsentInput): Promise<MutationResult<Consent>> =>
  runMutation(
    context,
    { action: 'revokeConsent', input, reload: (database, id) => consents(database).findById(id) },
    async (database) => {
      const id = decodeId('Consent', input.consentId);
      const found = await consents(database).findById(id);
      if (!found) throw notFound('consent', 'consentId');
      enforce(mayRevokeConsent(await principalFor(database, context.principal, found.userId), found));
      const [consent, principal, cascade] = await lockUsersAndRead(database, [found.userId], () =>
        Promise.all([
          consents(database).findById(found.id),
          principalFor(database, context.principal, found.userId),
          readSetting(database, 'consents.revokeCascade'),
        ]),
      );
      if (!consent) throw notFound('consent', 'consentId');
      enforce(mayRevokeConsent(principal, consent));
      if (consent.revokedAt)
        return {
          subjectId: consent.id,
          value: consent,
          revocation: await earlierReceipt(database, consent.revocationId),
        };
      const revocation = await endConsents(database, context.caller, {
        action: 'revokeConsent',
        target: { type: 'Consent', id: consent.id },
        consents: [consent],
        cascade,
        reason: input.reason ?? null,
        dryRun: input.dryRun ?? false,
      });
      return { subjectId: consent.id, value: consents(database).findById(consent.id), revocation };
    },
  );

const CONSENTS: BulkDefinition<Consent, ConsentFilter> = {
  type: 'Consent',
  what: 'consent',
  field: 'consentIds',
  permission: 'consents:revoke',
  list: consentList,
  live: consentIsActive('x'),
  may: mayRevokeConsent,
  hasEnded: ({ revokedAt }) => revokedAt !== null,
  lock: lockOwners,
};

export const revokeConsents = (
  context: Context,
  input: RevokeConsentsInput,
): Promise<MutationResult<OperationResult[]>> =>
  endMany(context, CONSENTS, 'revokeConsents', input.consentIds, input, async (database, chosen) =>
    endConsents(database, context.caller, {
      action: 'revokeConsents',
      target: null,
      consents: chosen,
      cascade: await readSetting(database, 'consents.revokeCascade'),
      reason: input.reason ?? null,
      dryRun: input.dryRun ?? false,
    }),
  );

export interface ApplicationAccess {
  userId: string;
  applicationId: string;
}

export const revokeApplicationAccess = (
  context: Context,
  input: RevokeApplicationAccessInput,
): Promise<MutationResult<ApplicationAccess>> => {
  const userId = decodeId('User', input.userId);
  const applicationId = decodeId('Application', input.applicationId);
  const value = { userId: userId!, applicationId: applicationId! };
  return runMutation(
    context,
    { action: 'revokeApplicationAccess', input, reload: async () => value },
    async (database) => {
      if (!userId) throw notFound('user', 'userId');
      enforce(mayRevokeApplicationAccess(await principalFor(database, context.principal, userId), userId));
      const derived =
        applicationId === null
          ? null
          : await derivedFrom(database, context, input, {
              ...{ roots: fromAccess(userId, applicationId), userIds: [userId] },
            });
      await lockUsers(database, [userId]);
      enforce(mayRevokeApplicationAccess(await principalFor(database, context.principal, userId), userId));
      if (!(await users(database).existsBy({ id: userId }))) throw notFound('user', 'userId');
      const application = await applications(database).findVersionForShare(applicationId);
      if (!applicationId || !application) throw notFound('application', 'applicationId');
      checkVersion(application, input.ifVersion);
      // Everything that an application holds for a user was issued under one of its consents, active or not.
      const ids = await consents(database).listIdsWithAccess(userId, applicationId);
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
        additional: derived && (await derived.additional(input.reason ?? null)),
        dryRun: input.dryRun ?? false,
        events: [{ type: 'APPLICATION_ACCESS_REVOKED', userId, applicationId }],
        end: (revocationId) =>
          consents(database).endAccess(ids, { reason: 'APPLICATION_ACCESS_REVOKED', revocationId }),
      });
      return { subjectId: applicationId, value, revocation };
    },
  );
};
