/** Changes, disables and enables applications. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { snakeCase } from '../../schema/columns';
import { enforce, invalidInput } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { checkVersion } from '../../core/mutation/input';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { revoke } from '../../core/revocation/engine';
import { endEpoch } from '../../core/revocation/epochs';
import { lastReceipt } from '../../core/revocation/find';
import {
  checkBackchannel,
  checkConsentLifetime,
  checkFirstParty,
  checkName,
  checkPushMode,
  checkRedirectUris,
  checkScopes,
  presentationOf,
  signsUsersIn,
} from './checks';
import { checkedClaims } from './claims';
import { checkHasKeys, checkTokenLifetime, clientSettingsIn } from './client-settings';
import { readKeys, replaceKeys } from './keys';
import type { ApplicationKind } from '../../schema/enums';
import type { Application } from './entity';
import type { DisableApplicationInput, EnableApplicationInput, UpdateApplicationInput } from './inputs';
import { mayManageApplication } from './policy';
import { type ApplicationChanges, applications } from './repository';
import { requireApplication } from './require';
import { checkRequestsTokens, grantedScopes } from './resource-scopes';

const reload = (database: Database, id: string | null) => applications(database).findById(id);

const checkRedirects = (kind: ApplicationKind, next: string[]): void => {
  checkRedirectUris('redirectUris', next, kind);
  if (!signsUsersIn(kind) && next.length > 0)
    throw invalidInput('redirectUris', `An application of kind ${kind} has no redirect URIs.`);
};

/** An application that signs users in gets its answers at a redirect URI, or on a device. */
const checkAnswers = ({ kind, redirectUris, deviceAuthorization }: Application): void => {
  if (signsUsersIn(kind) && redirectUris.length === 0 && !deviceAuthorization)
    throw invalidInput('redirectUris', 'At least one redirect URI must remain.');
};

/** What the input changes, checked. An application never gets authority that the caller does not have. */
const changesOf = async (
  database: Database,
  { principal }: Context,
  application: Application,
  input: UpdateApplicationInput,
): Promise<ApplicationChanges> => {
  const { kind } = application;
  const changes: ApplicationChanges = {};
  if (input.name != null) {
    if (input.name !== application.name) checkName(input.name);
    changes.name = input.name;
  }
  if (input.redirectUris != null) {
    checkRedirects(kind, input.redirectUris);
    changes.redirectUris = input.redirectUris;
  }
  if (input.postLogoutRedirectUris != null) {
    checkRedirectUris('postLogoutRedirectUris', input.postLogoutRedirectUris, kind);
    changes.postLogoutRedirectUris = input.postLogoutRedirectUris;
  }
  if (input.scopes != null) changes.scopes = input.scopes;
  if (input.firstParty != null) changes.firstParty = input.firstParty;
  if (changes.scopes || changes.firstParty !== undefined) {
    const { scopes, firstParty } = { ...application, ...changes };
    checkScopes(scopes, kind, firstParty);
    checkFirstParty(firstParty, kind);
  }
  if (input.resourceScopes != null) {
    checkRequestsTokens(kind, input.resourceScopes);
    changes.resourceScopes = await grantedScopes(database, input.resourceScopes);
  }
  if (input.claims != null) changes.claims = checkedClaims(input.claims, kind);
  if (input.consentMode != null) changes.consentMode = input.consentMode;
  enforce(mayManageApplication(principal, { ...application, ...changes }));
  if (input.consentLifetime != null) {
    checkConsentLifetime(input.consentLifetime);
    changes.consentLifetime = input.consentLifetime;
  }
  if (input.backchannelAuthentication != null) {
    checkBackchannel(input.backchannelAuthentication, kind);
    changes.backchannelAuthentication = input.backchannelAuthentication;
  }
  if (input.pushMode != null) {
    checkPushMode(input.pushMode, kind);
    changes.pushMode = input.pushMode;
  }
  Object.assign(changes, presentationOf(input, kind), clientSettingsIn(kind, input));
  checkTokenLifetime({ ...application, ...changes });
  if (changes.redirectUris || changes.deviceAuthorization !== undefined) checkAnswers({ ...application, ...changes });
  return changes;
};

export const updateApplication = (
  context: Context,
  input: UpdateApplicationInput,
): Promise<MutationResult<Application>> =>
  runMutation(context, { action: 'updateApplication', input, reload }, async (database) => {
    const application = await requireApplication(database, context, input.applicationId);
    checkVersion(application, input.ifVersion);
    const changes = await changesOf(database, context, application, input);
    const changed = Object.keys(changes).map(snakeCase);
    if (input.jwks != null) {
      checkHasKeys(application.kind);
      await replaceKeys(database, context.caller, application.id, await readKeys(input.jwks));
      changed.push('jwks');
      // Removing the keys that were added would not undo the rest.
      await recordDerived(database, context.caller, [{ kind: 'CHANGE', id: newId(), mutation: 'updateApplication' }]);
    }
    if (changed.length > 0) {
      await applications(database).change(application.id, changes);
      await recordEvents(database, context.caller, [
        {
          type: 'APPLICATION_UPDATED',
          applicationId: application.id,
          reason: input.reason ?? null,
          details: { changed },
        },
      ]);
    }
    return { subjectId: application.id, value: (await applications(database).findById(application.id))! };
  });

export const disableApplication = (
  context: Context,
  input: DisableApplicationInput,
): Promise<MutationResult<Application>> =>
  runMutation(context, { action: 'disableApplication', input, reload }, async (database) => {
    const application = await requireApplication(database, context, input.applicationId);
    checkVersion(application, input.ifVersion);
    const { id } = application;
    if (application.disabledAt)
      return {
        subjectId: id,
        value: application,
        revocation: await lastReceipt(database, id, ['disableApplication']),
      };
    const reason = input.reason ?? null;
    const revocation = await revoke(database, context.caller, {
      action: 'disableApplication',
      target: { type: 'Application', id },
      reason,
      selections: [
        { kind: 'token', column: 'application_id', values: [id] },
        { kind: 'accessGrant', column: 'application_id', values: [id] },
      ],
      dryRun: input.dryRun ?? false,
      events: [{ type: 'APPLICATION_DISABLED', applicationId: id }],
      end: async (revocationId) => {
        await endEpoch(database, 'applications', [id], 'APPLICATION_DISABLED', revocationId);
        await applications(database).update({ id }, { disabledAt: () => 'now()', disabledReason: reason });
      },
    });
    return { subjectId: id, value: (await applications(database).findById(id))!, revocation };
  });

export const enableApplication = (
  context: Context,
  input: EnableApplicationInput,
): Promise<MutationResult<Application>> =>
  runMutation(context, { action: 'enableApplication', input, reload }, async (database) => {
    const application = await requireApplication(database, context, input.applicationId);
    checkVersion(application, input.ifVersion);
    const { id } = application;
    if (!application.disabledAt) return { subjectId: id, value: application };
    await applications(database).enable(id);
    await recordEvents(database, context.caller, [
      { type: 'APPLICATION_ENABLED', applicationId: id, reason: input.reason ?? null },
    ]);
    return { subjectId: id, value: (await applications(database).findById(id))! };
  });
