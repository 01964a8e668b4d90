/**
 * Grants: one token family per authorization, so that what ends a family ends that authorization alone. A family is written with its
 * code, from the consent, the session and the application as they are then; codes and tokens take all of it from the family, epochs
 * included: what is minted from an authorization that is older than an end is dead at birth.
 */
import Provider, { errors } from 'oidc-provider';
import type { JoinedFamily, JoinedLimits } from '../../core/liveness/joined-columns';
import { endFamily, tokenFamilies } from '../../modules/token';
import { userIdOf } from '../account-id';
import { attenuated } from '../attenuation';
import { clientFacts } from '../client-facts';
import { consentForIssue } from '../consents';
import { currentDatabase, currentRequest } from '../request-scope';
import { sessionForIssue, signInResult } from '../sessions';
import { kept, ModelAdapter, type Payload } from './adapter';

export class FamilyAdapter extends ModelAdapter {
  override async find(id: string): Promise<Payload | undefined> {
    const row = await currentRequest().recall(`family:${id}`, async () =>
      tokenFamilies(await currentDatabase()).findGrant<Payload>(id),
    );
    return row ? { ...attenuated(row.payload, row.limits), exp: Math.floor(row.exp), jti: id } : undefined;
  }

  /** The library destroys a grant when a consumed code or refresh token of it is presented again (RFC 9700 §4.14.2). */
  override async destroy(id: string): Promise<void> {
    const source = Provider.ctx?.oidc.entities;
    await endReusedFamily(id, source?.RefreshToken ? 'refresh_token' : 'authorization_code');
  }
}

/** Writes the family of the authorization that is being answered. */
export const insertFamily = async (id: string, accountId: string): Promise<void> => {
  const { client, grant } = Provider.ctx!.oidc;
  if (!client || !grant || grant.jti !== id) throw new Error('a code without its grant');
  const facts = clientFacts(client);
  const session = await sessionForIssue();
  const consentId = await consentForIssue(userIdOf(accountId), facts, session.impersonatorId);
  const payload = kept({
    kind: 'Grant',
    accountId,
    clientId: client.clientId,
    openid: grant.openid,
    resources: grant.resources,
  } as Payload);
  const { deviceId, deviceLinkId, id: sessionId, userEpoch } = session;
  const added = await tokenFamilies(await currentDatabase()).add({
    ...{ id, userId: userIdOf(accountId), userEpoch, applicationId: facts.applicationId, clientId: client.clientId },
    ...{ deviceId, deviceLinkId, sessionId, consentId, payload, seconds: currentRequest().lifetimes!.family },
    // The session is written after this.
    authenticatedAt: Math.max(session.authenticatedAt, signInResult(Provider.ctx)?.at ?? 0) / 1_000,
    authenticationMethods: Provider.ctx!.oidc.amr ?? [],
  });
  if (!added) throw new errors.AccessDenied('the application has been disabled');
};

/** Ends the family of a consumed code or refresh token, once however often it comes again. The user's row is locked already. */
export const endReusedFamily = async (
  familyId: string,
  reused: 'refresh_token' | 'authorization_code',
): Promise<void> => {
  const request = currentRequest();
  const database = await request.database();
  const family = await tokenFamilies(database).lock(familyId);
  if (!family) return;
  await endFamily(database, request.caller({ applicationId: family.applicationId }), {
    action: 'token_endpoint',
    target: {
      type: reused === 'refresh_token' ? 'Token' : 'AccessGrant',
      id: request.presented.get(familyId) ?? familyId,
    },
    family: { id: familyId, ...family },
    endReason: 'TOKEN_REUSED',
    eventType: 'TOKEN_REUSED',
  });
};

export const rememberFamily = ({
  familyId,
  familyPayload,
  familyExp,
  limits,
}: JoinedFamily<Payload> & JoinedLimits): void => {
  if (familyId && familyPayload)
    currentRequest().memory.set(
      `family:${familyId}`,
      Promise.resolve({ payload: familyPayload, exp: familyExp, limits }),
    );
};
