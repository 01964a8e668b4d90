/**
 * The answer to an introspection request, as oidc-provider gives it (RFC 7662) and complete-answer.ts completes it. Undefined where a rule would apply
 * that is not here: the library then answers.
 */
import type { CheckingClient } from '../../modules/application';
import type { CheckedToken } from '../../modules/token';
import { type IntrospectingClient, type mayIntrospect } from '../access';
import { accountIdOf } from '../account-id';
import type { Payload } from '../adapters/adapter';
import { attenuatedScope } from '../attenuation';
import { describeToken, type IntrospectionAnswer } from '../checked-token';
import { matchingSecret } from '../client-authentication';
import { authenticationOf, scopesOfClient } from '../client-facts';
import { familyHolds, isExpired, isUnusual } from './token';

/** The client, if this is its secret. */
export const authenticated = (
  clientId: string,
  [, kind, identifier, scopes, firstParty, registeredAt, secretHashes]: CheckingClient,
  secret: string,
): IntrospectingClient | null => {
  const authentication = authenticationOf(kind, secretHashes.includes(''));
  if (authentication !== 'client_secret_basic' || !matchingSecret(secretHashes, secret)) return null;
  return {
    ...{ clientId, authentication, kind, identifier, registeredAt },
    scopes: scopesOfClient({ scopes, firstParty }),
  };
};

const KINDS = ['AccessToken', 'ClientCredentials', 'RefreshToken'];

export const INACTIVE: IntrospectionAnswer = { active: false };

export const introspectionOf = (
  token: CheckedToken<Payload> | null,
  client: IntrospectingClient,
  { may, issuer, now }: { may: ReturnType<typeof mayIntrospect>; issuer: string; now: number },
): IntrospectionAnswer | undefined => {
  if (!token) return INACTIVE;
  const { payload, limits } = token;
  if (!limits || isUnusual(token)) return undefined;
  const { kind, clientId, accountId, iat, sid, aud } = payload;
  const exp = Math.floor(token.exp);
  if (!KINDS.includes(kind!) || isExpired(exp, now)) return INACTIVE;
  if (payload.grantId !== undefined && !familyHolds(token, now)) return INACTIVE;
  if (!may(client, { clientId, aud, iat })) return INACTIVE;
  const scope = payload.scope === undefined ? undefined : attenuatedScope(payload, limits);
  const { userSubject, username, impersonatorId, impersonatorSubject } = token;
  const answer = {
    active: true,
    // Set below; the order of the members is the library's.
    ...(accountId === undefined ? {} : { sub: '' }),
    client_id: clientId!,
    exp,
    iat,
    sid,
    iss: issuer,
    jti: '',
    aud,
    scope: scope || undefined,
    token_type: kind === 'RefreshToken' ? undefined : 'Bearer',
  };
  describeToken(answer, {
    user: accountId === undefined ? null : { username: username!, subject: userSubject ?? accountId },
    tokenId: token.id,
    actor: impersonatorId === null ? null : (impersonatorSubject ?? accountIdOf(impersonatorId)),
  });
  return answer;
};
