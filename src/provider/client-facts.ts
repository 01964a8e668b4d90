/** What we know of an OAuth client beyond its standard metadata: its application, and the device where it is an installation. */
import type { Client } from '../modules/application';
import { DEFAULT_SCOPES } from '../schema/scopes';
import { OPENID_SCOPES } from '../schema/scopes';
import { isPermission } from '../schema/permissions';

/** Carried by the library in the client's metadata under this name. */
export const CLIENT_FACTS = 'castellan';

export type ClientFacts = Omit<Client, 'redirectUris' | 'postLogoutRedirectUris'>;

export const clientFacts = (client: object): ClientFacts => (client as { [CLIENT_FACTS]: ClientFacts })[CLIENT_FACTS];

export { DEFAULT_SCOPES };

/** Scopes of the service itself: they need no resource. */
export const isServiceScope = (scope: string): boolean =>
  scope === 'self' || scope === 'account' || scope === 'admin' || isPermission(scope);
export const isStaticScope = (scope: string): boolean => OPENID_SCOPES.includes(scope) || isServiceScope(scope);
