/**
 * Narrows the scopes of a code, a token or an authorization to what the application, the consent, the resource server and the roles of the user allow now. The limits are
 * read by the statement that checks whether it is live. A refresh can therefore only narrow the scopes.
 */
import type { Limits } from '../core/authority/joined-columns';
import type { Payload } from './adapters/adapter';
import { isAttributeScope } from '../schema/scopes';
import { DEFAULT_SCOPES, isStaticScope } from './client-facts';

const allows = ({ scopes, firstParty, consented, impersonated, installation }: Limits, scope: string): boolean => {
  if (installation) return false;
  if (scope === 'account' && (!firstParty || impersonated || scopes === null)) return false;
  // Whether the application still has a claim for the attribute is checked when claims are made.
  if (isAttributeScope(scope)) return consented?.includes(scope) ?? false;
  const listed = scopes === null || (scopes.length > 0 ? scopes : DEFAULT_SCOPES).includes(scope);
  return listed && (consented === null || consented.includes(scope));
};

/** At a resource server that was granted to the application, otherwise at the service itself. */
const allowsAt = (limits: Limits, resource: string, scope: string): boolean => {
  const { resources, consentedResources, byRole } = limits;
  if (limits.installation) return false;
  const granted = resources[resource];
  if (!granted) return isStaticScope(scope) && allows(limits, scope);
  if (byRole?.[resource]?.includes(scope) === false) return false;
  return (
    granted.includes(scope) && (consentedResources === null || (consentedResources[resource]?.includes(scope) ?? false))
  );
};

const words = (scope: string): string[] => scope.split(' ').filter(Boolean);

/** Codes and refresh tokens carry the scopes of all their resources. */
const mayKeep = (limits: Limits, payload: Payload, scope: string): boolean =>
  typeof payload.aud === 'string'
    ? allowsAt(limits, payload.aud, scope)
    : (isStaticScope(scope) && allows(limits, scope)) ||
      Object.keys(limits.resources).some((resource) => allowsAt(limits, resource, scope));

interface GrantPayload {
  openid?: { scope?: string };
  resources?: Record<string, string>;
}

/** The scope of a code or token. */
export const attenuatedScope = (payload: Payload, limits: Limits): string =>
  words(payload.scope!)
    .filter((scope) => mayKeep(limits, payload, scope))
    .join(' ');

/** The scope at the service itself of a family. */
export const attenuatedGrant = (scope: string, limits: Limits): string =>
  words(scope)
    .filter((one) => allows(limits, one))
    .join(' ');

export const attenuateScopes = (payload: Payload, limits: Limits): Payload => {
  const { openid, resources } = payload as GrantPayload;
  const narrowed = { ...payload } as Payload & GrantPayload;
  if (typeof payload.scope === 'string') narrowed.scope = attenuatedScope(payload, limits);
  if (openid?.scope !== undefined) narrowed.openid = { ...openid, scope: attenuatedGrant(openid.scope, limits) };
  if (resources)
    narrowed.resources = Object.fromEntries(
      Object.entries(resources).map(([resource, scope]) => [
        resource,
        words(scope)
          .filter((one) => allowsAt(limits, resource, one))
          .join(' '),
      ]),
    );
  return narrowed;
};
