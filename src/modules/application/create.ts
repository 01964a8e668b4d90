/** Registers applications. */
import type { Context } from '../../core/context/context';
import { onUniqueViolation } from '../../database/unique';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { conflict, enforce, invalidInput } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import {
  checkBackchannel,
  checkConsentLifetime,
  checkFirstParty,
  checkIdentifier,
  checkName,
  checkPushMode,
  checkRedirectUris,
  checkScopes,
  presentationOf,
  signsUsersIn,
} from './checks';
import { checkedClaims } from './claims';
import { checkHasKeys, checkTokenLifetime, clientSettingsIn, defaultSettings } from './client-settings';
import type { CreateApplicationInput } from './inputs';
import { readKeys, replaceKeys } from './keys';
import { HAS_SECRET, mayManageApplication } from './policy';
import { applications } from './repository';
import { checkRequestsTokens, grantedScopes } from './resource-scopes';
import { addSecret, type Issued, shownOnCreation, withoutShown } from './secrets';

const checkRedirects = ({ kind, redirectUris, deviceAuthorization }: CreateApplicationInput): void => {
  if (signsUsersIn(kind) && !redirectUris?.length && !deviceAuthorization)
    throw invalidInput('redirectUris', `An application of kind ${kind} needs at least one redirect URI.`);
  if (!signsUsersIn(kind) && redirectUris?.length)
    throw invalidInput('redirectUris', `An application of kind ${kind} has no redirect URIs.`);
};

const checkResourceServer = ({ kind, identifier }: CreateApplicationInput, publicUrl: string): void => {
  if (kind === 'RESOURCE_SERVER') {
    if (identifier == null) throw invalidInput('identifier', 'A resource server needs an `identifier`.');
    checkIdentifier(identifier, publicUrl);
  } else if (identifier != null) throw invalidInput('identifier', 'Only a resource server has an `identifier`.');
};

export const createApplication = (context: Context, input: CreateApplicationInput): Promise<MutationResult<Issued>> =>
  runMutation(
    context,
    { action: 'createApplication', input, reload: withoutShown(shownOnCreation) },
    async (database) => {
      const { name, kind } = input;
      const redirectUris = input.redirectUris ?? [];
      const postLogoutRedirectUris = input.postLogoutRedirectUris ?? [];
      const scopes = input.scopes ?? [];
      const firstParty = input.firstParty ?? false;
      const consentMode = input.consentMode ?? 'PERMANENT';
      checkName(name);
      checkRedirectUris('redirectUris', redirectUris, kind);
      checkRedirectUris('postLogoutRedirectUris', postLogoutRedirectUris, kind);
      checkScopes(scopes, kind, firstParty);
      checkFirstParty(firstParty, kind);
      checkRequestsTokens(kind, input.resourceScopes ?? []);
      const resourceScopes = await grantedScopes(database, input.resourceScopes ?? []);
      const claims = checkedClaims(input.claims ?? [], kind);
      const authority = { kind, scopes, firstParty, consentMode, resourceScopes, claims };
      enforce(mayManageApplication(context.principal, authority));
      checkRedirects(input);
      checkResourceServer(input, context.publicUrl);
      checkConsentLifetime(input.consentLifetime);
      checkPushMode(input.pushMode, kind);
      checkBackchannel(input.backchannelAuthentication, kind);
      const presentation = presentationOf(input, kind);
      const settings = { ...defaultSettings(kind), ...clientSettingsIn(kind, input) };
      checkTokenLifetime(settings);
      if (input.jwks != null) checkHasKeys(kind);
      const keys = input.jwks == null ? [] : await readKeys(input.jwks);

      const id = newId();
      const registrationToken = kind === 'MOBILE' ? newSecret('cst_registration') : null;
      const registrationTokenId = registrationToken && newId();
      await onUniqueViolation(
        () =>
          applications(database).insert({
            ...{ id, name, clientId: newId(), ...authority },
            ...{ redirectUris, postLogoutRedirectUris, ...presentation },
            ...settings,
            consentLifetime: input.consentLifetime ?? null,
            identifier: input.identifier ?? null,
            pushMode: input.pushMode ?? 'MULTIPLE',
            backchannelAuthentication: input.backchannelAuthentication ?? false,
            registrationTokenHash: registrationToken === null ? null : secretHash(registrationToken),
            registrationTokenId,
            createdAt: () => 'now()',
            updatedAt: () => 'now()',
          }),
        () => conflict('identifier', 'A resource server with this identifier already exists.'),
      );
      await recordDerived(database, context.caller, [
        { kind: 'APPLICATION', id },
        ...(registrationTokenId ? [{ kind: 'REGISTRATION_TOKEN', id: registrationTokenId } as const] : []),
      ]);
      if (keys.length > 0) await replaceKeys(database, context.caller, id, keys);
      const hasSecret = HAS_SECRET.includes(kind) && keys.length === 0;
      const clientSecret = hasSecret ? await addSecret(database, context.caller, id) : null;
      await recordEvents(database, context.caller, [
        { type: 'APPLICATION_CREATED', applicationId: id, reason: input.reason ?? null, details: { name, kind } },
      ]);
      const application = (await applications(database).findById(id))!;
      return { subjectId: id, value: { application, clientSecret, registrationToken } };
    },
  );
