/** The consent of a user for an application: read for each authorization, and given on the consent page or, in mode IMPLICIT, without asking. */
import { errors } from 'oidc-provider';
import { type ActiveConsent, writeConsent } from '../modules/consent';
import type { ClientFacts } from './client-facts';
import { currentRequest } from './request/request-scope';

/** Scopes at the service itself, and at resource servers by their identifiers. */
export interface Scopes {
  scopes: string[];
  resources: Record<string, string[]>;
}

/** The caller has locked the user's row. */
export const giveConsent = async (
  userId: string,
  { applicationId, consentMode, consentLifetime, device }: ClientFacts,
  given: Scopes,
  sessionId: string | null,
  impersonatorId: string | null = null,
): Promise<string> => {
  const request = currentRequest();
  return writeConsent(await request.database(), request.caller({ userId, impersonatorId, applicationId, sessionId }), {
    ...{ userId, applicationId, consentMode, consentLifetime, ...given },
    deviceId: device?.id ?? null,
    sessionId,
  });
};

const covers = (standing: Scopes | null, asked: Scopes): boolean =>
  standing !== null &&
  asked.scopes.every((scope) => standing.scopes.includes(scope)) &&
  Object.entries(asked.resources).every(([resource, scopes]) =>
    scopes.every((scope) => standing.resources[resource]?.includes(scope)),
  );

export { covers as consentCovers };

/** The consent that an authorization is based on, as `loadGrant` found it in this request. */
export interface ConsentState {
  asked: Scopes;
  standing: ActiveConsent | null;
}

export const CONSENT = 'consent';

/** The consent that a family is written with. */
export const consentForIssue = async (
  userId: string,
  client: ClientFacts,
  impersonatorId: string | null,
): Promise<string> => {
  const request = currentRequest();
  const state = (await request.memory.get(CONSENT)) as ConsentState | undefined;
  if (!state) throw new Error('a code has no grant');
  const { standing, asked } = state;
  if (client.consentMode === 'IMPLICIT' && !covers(standing, asked))
    return giveConsent(userId, client, asked, null, impersonatorId);
  if (!standing) throw new errors.AccessDenied('the consent has been revoked');
  return standing.id;
};
