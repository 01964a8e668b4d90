/**
 * An ID token without a code is an authorization of its own: it takes a session and a consent, and is reported. No family is written for it that
 * would see to that.
 */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { recordEvents } from '../core/event/record';
import { sessions } from '../modules/session';
import { userIdOf } from './account-id';
import { clientFacts } from './client-facts';
import { consentForIssue } from './consents';
import { currentRequest } from './request/request-scope';
import { sessionForIssue } from './sessions/session-for-issue';
import { signInResult } from './sessions/sign-in-result';

/** Throws if there can be no session, or if the consent or the credentials of the sign-in are gone. Returns who impersonates the user. */
export const authorizeIdToken = async (ctx: KoaContextWithOIDC, scope: string): Promise<string | null> => {
  const { client, session } = ctx.oidc;
  const facts = clientFacts(client!);
  const { applicationId } = facts;
  const userId = userIdOf(session!.accountId!);
  const request = currentRequest();
  const { id: sessionId, impersonatorId } = await sessionForIssue();
  const database = await request.database();
  if (!(await sessions(database).credentialsExist(signInResult(ctx)?.credentialIds ?? [])))
    throw new errors.AccessDenied('a credential was removed since the sign-in');
  await consentForIssue(userId, facts, impersonatorId);
  const details = { grantType: 'implicit', scopes: scope.split(' '), refreshToken: false };
  await recordEvents(database, request.caller({ userId, impersonatorId, applicationId }), [
    { type: 'TOKEN_ISSUED', userId, applicationId, sessionId, details },
  ]);
  return impersonatorId;
};
