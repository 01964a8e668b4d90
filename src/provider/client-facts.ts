/** What is known about an OAuth client beyond its standard metadata: its application, and its device if it is an installation. */
import type { Client } from '../modules/application';
import { DEFAULT_SCOPES, OPENID_SCOPES } from '../schema/scopes';
import { isPermission } from '../schema/permissions';
import type { ClientAuthMethod } from 'oidc-provider';

/** The name under which the library carries them in the client's metadata. */
export const CLIENT_FACTS = 'castellan';

export type ClientFacts = Omit<Client, 'redirectUris' | 'postLogoutRedirectUris'>;

export const clientFacts = (client: object): ClientFacts => (client as { [CLIENT_FACTS]: ClientFacts })[CLIENT_FACTS];

export { DEFAULT_SCOPES };

/** Scopes at the service itself, which need no resource. */
export const isServiceScope = (scope: string): boolean =>
  scope === 'self' || scope === 'account' || scope === 'admin' || isPermission(scope);
export const isStaticScope = (scope: string): boolean => OPENID_SCOPES.includes(scope) || isServiceScope(scope);

/** The scopes that a client may ask for at the service itself. */
export const scopesOfClient = ({ scopes, firstParty }: Pick<Client, 'scopes' | 'firstParty'>): string[] =>
  (scopes.length > 0 ? scopes : DEFAULT_SCOPES).filter((scope) => scope !== 'account' || firstParty);

/** How a client authenticates. One with a key has to use it. */
export const authenticationOf = (kind: Client['kind'], hasKey: boolean): ClientAuthMethod =>
  hasKey ? 'private_key_jwt' : kind === 'SPA' ? 'none' : 'client_secret_basic';
