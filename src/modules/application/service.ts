/** The rules of registering, changing, disabling and deleting applications. */
import type { Context } from '../../core/context/context';
import { uniquely } from '../../database/unique';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { conflict, enforce, invalidInput } from '../../schema/errors';
import { endCarriers, eventsOn, selectionsOn } from '../../core/revocation/dependents';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { checkVersion } from '../../core/mutation/input';
import { runMutation, type MutationResult, Restart } from '../../core/mutation/run';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { lastReceipt } from '../../core/revocation/find';
import {
  checkBackchannel,
  checkFirstParty,
  checkIdentifier,
  checkName,
  checkPushMode,
  checkRedirectUris,
  checkScopes,
  signsPeopleIn,
} from './checks';
import type { Application } from './entity';
import type * as inputs from './inputs';
import { findApplication, requireApplication } from './find';
import { HAS_SECRET, mayDeleteApplication, mayManageApplication } from './policy';
import { grantedScopes } from './resource-scopes';
import { addSecret, type Issued, withoutSecrets } from './secrets';
import { endEpoch } from '../../core/revocation/epochs';

export const createApplication = (
  context: Context,
  input: inputs.CreateApplicationInput,
): Promise<MutationResult<Issued>> =>
  runMutation(context, { action: 'createApplication', input, reload: withoutSecrets }, async (database) => {
    const { name, kind, redirectUris, postLogoutRedirectUris, scopes, identifier, consentLifetime } = input;
    checkName(name);
    checkRedirectUris('redirectUris', redirectUris ?? [], kind);
    checkRedirectUris('postLogoutRedirectUris', postLogoutRedirectUris ?? [], kind);
    const firstParty = input.firstParty ?? false;
    checkScopes(scopes ?? [], kind, firstParty);
    checkFirstParty(firstParty, kind);
    const resourceScopes = await grantedScopes(database, kind, input.resourceScopes ?? []);
    const consentMode = input.consentMode ?? 'PERMANENT';
    enforce(
      mayManageApplication(context.principal, { kind, scopes: scopes ?? [], firstParty, consentMode, resourceScopes }),
    );
    if (signsPeopleIn(kind) && !redirectUris?.length)
      throw invalidInput('redirectUris', `An application of kind ${kind} needs at least one redirect URI.`);
    if (!signsPeopleIn(kind) && redirectUris?.length)
      throw invalidInput('redirectUris', `An application of kind ${kind} has no redirect URIs.`);
    if (kind === 'RESOURCE_SERVER') {
      if (identifier == null) throw invalidInput('identifier', 'A resource server needs an `identifier`.');
      checkIdentifier(identifier, context.publicUrl);
    } else if (identifier != null) throw invalidInput('identifier', 'Only a resource server has an `identifier`.');
    if (consentLifetime != null && consentLifetime < 1)
      throw invalidInput('consentLifetime', '`consentLifetime` must be at least one second.');
    checkPushMode(input.pushMode, kind);
    checkBackchannel(input.backchannelAuthentication, kind);

    const id = newId();
    const registrationToken = kind === 'MOBILE' ? newSecret('cst_registration') : null;
    const registrationTokenId = registrationToken && newId();
    await uniquely(
      () =>
        database.execute(
          `insert into applications (id, name, client_id, kind, consent_mode, consent_lifetime, redirect_uris, post_logout_redirect_uris, scopes, identifier,
           registration_token_hash, push_mode, backchannel_authentication, first_party, resource_scopes, registration_token_id, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, now(), now())`,
          [
            id,
            name,
            newId(),
            kind,
            input.consentMode ?? 'PERMANENT',
            consentLifetime ?? null,
            redirectUris ?? [],
            postLogoutRedirectUris ?? [],
            scopes ?? [],
            identifier ?? null,
            registrationToken && secretHash(registrationToken),
            input.pushMode ?? 'MULTIPLE',
            input.backchannelAuthentication ?? false,
            firstParty,
            JSON.stringify(resourceScopes),
            registrationTokenId,
          ],
        ),
      () => conflict('identifier', 'Another resource server has this identifier.'),
    );
    await recordDerived(database, context.caller, [
      { kind: 'APPLICATION', id },
      ...(registrationTokenId ? [{ kind: 'REGISTRATION_TOKEN', id: registrationTokenId } as const] : []),
    ]);
    const clientSecret = HAS_SECRET.includes(kind) ? await addSecret(database, context.caller, id) : null;
    await recordEvents(database, context.caller, [
      { type: 'APPLICATION_CREATED', applicationId: id, reason: input.reason ?? null, details: { name, kind } },
    ]);
    return {
      subjectId: id,
      value: { application: (await findApplication(database, id))!, clientSecret, registrationToken },
    };
  });

export const updateApplication = (
  context: Context,
  input: inputs.UpdateApplicationInput,
): Promise<MutationResult<Application>> =>
  runMutation(context, { action: 'updateApplication', input, reload: findApplication }, async (database) => {
    const application = await requireApplication(database, context, input.applicationId);
    checkVersion(application, input.ifVersion);
    const { kind } = application;
    const changes: Record<string, unknown> = {};
    if (input.name != null) {
      checkName(input.name);
      changes['name'] = input.name;
    }
    if (input.redirectUris != null) {
      checkRedirectUris('redirectUris', input.redirectUris, kind);
      if (application.redirectUris.length > 0 && input.redirectUris.length === 0)
        throw invalidInput('redirectUris', 'At least one redirect URI must remain.');
      if (application.redirectUris.length === 0 && input.redirectUris.length > 0)
        throw invalidInput('redirectUris', `An application of kind ${kind} has no redirect URIs.`);
      changes['redirect_uris'] = input.redirectUris;
    }
    if (input.postLogoutRedirectUris != null) {
      checkRedirectUris('postLogoutRedirectUris', input.postLogoutRedirectUris, kind);
      changes['post_logout_redirect_uris'] = input.postLogoutRedirectUris;
    }
    const scopes = input.scopes ?? application.scopes;
    const firstParty = input.firstParty ?? application.firstParty;
    if (input.scopes != null || input.firstParty != null) {
      checkScopes(scopes, kind, firstParty);
      checkFirstParty(firstParty, kind);
      if (input.scopes != null) changes['scopes'] = input.scopes;
      if (input.firstParty != null) changes['first_party'] = input.firstParty;
    }
    const resourceScopes = input.resourceScopes
      ? await grantedScopes(database, kind, input.resourceScopes)
      : application.resourceScopes;
    if (input.resourceScopes != null) changes['resource_scopes'] = JSON.stringify(resourceScopes);
    const consentMode = input.consentMode ?? application.consentMode;
    enforce(mayManageApplication(context.principal, { kind, scopes, firstParty, consentMode, resourceScopes }));
    if (input.consentMode != null) changes['consent_mode'] = input.consentMode;
    if (input.consentLifetime != null) {
      if (input.consentLifetime < 1)
        throw invalidInput('consentLifetime', '`consentLifetime` must be at least one second.');
      changes['consent_lifetime'] = input.consentLifetime;
    }
    if (input.backchannelAuthentication != null) {
      checkBackchannel(input.backchannelAuthentication, kind);
      changes['backchannel_authentication'] = input.backchannelAuthentication;
    }
    if (input.pushMode != null) {
      checkPushMode(input.pushMode, kind);
      changes['push_mode'] = input.pushMode;
    }
    const columns = Object.keys(changes);
    if (columns.length > 0) {
      const set = columns.map((column, i) => `${column} = $${i + 2}`).join(', ');
      await database.execute(
        `update applications set ${set}, version = version + 1, updated_at = now() where id = $1`,
        [application.id, ...Object.values(changes)],
      );
      await recordEvents(database, context.caller, [
        {
          type: 'APPLICATION_UPDATED',
          applicationId: application.id,
          reason: input.reason ?? null,
          details: { changed: columns },
        },
      ]);
    }
    return { subjectId: application.id, value: (await findApplication(database, application.id))! };
  });

export const disableApplication = (
  context: Context,
  input: inputs.DisableApplicationInput,
): Promise<MutationResult<Application>> =>
  runMutation(context, { action: 'disableApplication', input, reload: findApplication }, async (database) => {
    const application = await requireApplication(database, context, input.applicationId);
    checkVersion(application, input.ifVersion);
    if (application.disabledAt)
      return {
        subjectId: application.id,
        value: application,
        revocation: await lastReceipt(database, application.id, ['disableApplication']),
      };
    const revocation = await revoke(database, context.caller, {
      action: 'disableApplication',
      target: { type: 'Application', id: application.id },
      reason: input.reason ?? null,
      selections: [
        { kind: 'token', column: 'application_id', values: [application.id] },
        { kind: 'accessGrant', column: 'application_id', values: [application.id] },
      ],
      dryRun: input.dryRun ?? false,
      events: [{ type: 'APPLICATION_DISABLED', applicationId: application.id }],
      end: async (revocationId) => {
        await endEpoch(database, 'applications', [application.id], 'APPLICATION_DISABLED', revocationId);
        await database.execute('update applications set disabled_at = now(), disabled_reason = $2 where id = $1', [
          application.id,
          input.reason ?? null,
        ]);
      },
    });
    return { subjectId: application.id, value: (await findApplication(database, application.id))!, revocation };
  });

export const enableApplication = (
  context: Context,
  input: inputs.EnableApplicationInput,
): Promise<MutationResult<Application>> =>
  runMutation(context, { action: 'enableApplication', input, reload: findApplication }, async (database) => {
    const application = await requireApplication(database, context, input.applicationId);
    checkVersion(application, input.ifVersion);
    if (!application.disabledAt) return { subjectId: application.id, value: application };
    await database.execute(
      'update applications set disabled_at = null, disabled_reason = null, version = version + 1, updated_at = now() where id = $1',
      [application.id],
    );
    await recordEvents(database, context.caller, [
      { type: 'APPLICATION_ENABLED', applicationId: application.id, reason: input.reason ?? null },
    ]);
    return { subjectId: application.id, value: (await findApplication(database, application.id))! };
  });

export const deleteApplication = (
  context: Context,
  input: inputs.DeleteApplicationInput,
): Promise<MutationResult<string>> =>
  runMutation(
    context,
    { action: 'deleteApplication', input, reload: async (_database, id) => id },
    async (database) => {
      const id = decodeId('Application', input.applicationId);
      const linksOf = () =>
        database.query<{ id: string; userId: string }>(
          `select dl.id, dl.user_id as "userId" from device_links dl join devices d on d.id = dl.device_id where d.application_id = $1 and dl.ended_at is null`,
          [id],
        );
      const before = id ? await linksOf() : [];
      await lockUsers(database, [...new Set(before.map(({ userId }) => userId))], { actsOn: false });
      const application = await requireApplication(database, context, input.applicationId);
      checkVersion(application, input.ifVersion);
      const devices = await database.query<{ id: string }>(
        'select id from devices where application_id = $1 for update',
        [application.id],
      );
      enforce(await mayDeleteApplication(application, async () => devices.length > 0 && !input.force));
      const links = await linksOf();
      if (links.some((link) => !before.some(({ userId }) => userId === link.userId))) throw new Restart();
      const linkIds = links.map((link) => link.id);
      const deviceIds = devices.map((device) => device.id);
      const revocation = await revoke(database, context.caller, {
        action: 'deleteApplication',
        target: { type: 'Application', id: application.id },
        reason: input.reason ?? null,
        selections: [
          { kind: 'device', column: 'id', values: deviceIds, vanishes: true },
          // A sign-in confirmed on a device has given tokens of other applications.
          ...selectionsOn('deviceLink', linkIds),
          { kind: 'token', column: 'application_id', values: [application.id] },
          { kind: 'accessGrant', column: 'application_id', values: [application.id] },
          { kind: 'consent', column: 'application_id', values: [application.id] },
        ],
        dryRun: input.dryRun ?? false,
        events: [
          ...(await eventsOn(database, 'deviceLink', linkIds)),
          {
            type: 'APPLICATION_DELETED',
            applicationId: application.id,
            details: { name: application.name, devices: devices.length },
          },
        ],
        end: async (revocationId) => {
          await endEpoch(database, 'applications', [application.id], 'APPLICATION_DELETED', revocationId);
          await endCarriers(database, 'deviceLink', linkIds, { reason: 'APPLICATION_DELETED', revocationId });
          await database.execute(
            `update consents set revoked_at = now(), tokens_ended_at = now(), end_reason = 'APPLICATION_DELETED', revocation_id = $2 where application_id = $1 and revoked_at is null`,
            [application.id, revocationId],
          );
          await database.execute(
            `insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id) select id, 0, now(), 'APPLICATION_DELETED', $2 from unnest($1::uuid[]) as d (id)`,
            [deviceIds, revocationId],
          );
          await database.execute('delete from devices where application_id = $1', [application.id]);
          await database.execute('delete from applications where id = $1', [application.id]);
        },
      });
      return { subjectId: application.id, value: application.id, revocation };
    },
  );
