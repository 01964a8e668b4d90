/**
 * Grants are token families, one per authorization: ending a family ends that authorization alone. A family is written with its code and records
 * the consent, the session, the application and their epochs. Codes and tokens copy them from the family. So what is issued from an authorization
 * that precedes an ending is never live.
 */
import Provider, { errors } from 'oidc-provider';
import type { JoinedFamily, JoinedLimits } from '../../core/authority/joined-columns';
import { endFamily, type FamilyOrigin, tokenFamilies } from '../../modules/token';
import { userIdOf } from '../account-id';
import { attenuateScopes } from '../attenuation';
import { clientFacts } from '../client-facts';
import { consentForIssue } from '../consents';
import { currentDatabase, currentRequest } from '../request/request-scope';
import { sessionForIssue } from '../sessions/session-for-issue';
import { signInResult } from '../sessions/sign-in-result';
import { storedPayload, ModelAdapter, type Payload } from './adapter';

export class FamilyAdapter extends ModelAdapter {
  override async find(id: string): Promise<Payload | undefined> {
    const row = await currentRequest().recall(`family:${id}`, async () =>
      tokenFamilies(await currentDatabase()).findGrant<Payload>(id),
    );
    return row ? { ...attenuateScopes(row.payload, row.limits), exp: Math.floor(row.exp), jti: id } : undefined;
  }

  /** The library destroys a grant when a used code or refresh token of it is presented again (RFC 9700 §4.14.2). */
  override async destroy(id: string): Promise<void> {
    const source = Provider.ctx?.oidc.entities;
    await endReusedFamily(id, source?.RefreshToken ? 'refresh_token' : 'authorization_code');
  }
}

/** Writes the family of the current authorization. */
export const insertFamily = async (id: string, accountId: string): Promise<void> => {
  const { client, grant } = Provider.ctx!.oidc;
  if (!client || !grant || grant.jti !== id) throw new Error('a code has no grant');
  const facts = clientFacts(client);
  const session = await sessionForIssue();
  const consentId = await consentForIssue(userIdOf(accountId), facts, session.impersonatorId);
  const payload = storedPayload({
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

/** Ends the family of a reused code or refresh token, once. The user's row is locked already. */
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
  sessionId,
  deviceLinkId,
  impersonatorId,
}: JoinedFamily<Payload> & JoinedLimits & FamilyOrigin): void => {
  if (!familyId || !familyPayload) return;
  const { memory } = currentRequest();
  memory.set(`family:${familyId}`, Promise.resolve({ payload: familyPayload, exp: familyExp, limits }));
  memory.set(`origin:${familyId}`, Promise.resolve({ sessionId, deviceLinkId, impersonatorId }));
};
