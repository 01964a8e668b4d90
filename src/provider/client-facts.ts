/** What we know of an OAuth client beyond its standard metadata: its application, and the device where it is an installation. */
import type { ApplicationKind, ApplicationVersionStatus, ConsentMode, Platform } from '../schema/enums';
import { DEFAULT_SCOPES } from '../schema/scopes';
import { OPENID_SCOPES } from '../schema/scopes';
import { isPermission } from '../schema/permissions';

/** Carried by the library in the client's metadata under this name. */
export const CLIENT_FACTS = 'castellan';

export interface ClientFacts {
  applicationId: string;
  applicationName: string;
  kind: ApplicationKind;
  consentMode: ConsentMode;
  consentLifetime: number | null;
  /** Of a resource server: what its tokens are issued for. */
  identifier: string | null;
  device: {
    id: string;
    name: string;
    platform: Platform;
    osVersion: string | null;
    /** Of the version of the application that it has. */
    versionStatus: ApplicationVersionStatus;
  } | null;
  /** Whether it may ask users to confirm sign-ins on their devices (OpenID CIBA). */
  mayAskDevices: boolean;
  /** At the service itself: OpenID scopes, and what its tokens may do here. */
  scopes: string[];
  /** At resource servers, by their identifiers: what an administrator granted. */
  resourceScopes: Record<string, string[]>;
  /** Made by whoever runs the service: it may manage people's credentials (`account`). */
  firstParty: boolean;
  /** SHA-256 of every client secret that is accepted now, in hexadecimal. */
  secretHashes: string[];
}

export const clientFacts = (client: object): ClientFacts => (client as { [CLIENT_FACTS]: ClientFacts })[CLIENT_FACTS];

export { DEFAULT_SCOPES };

/** Scopes of the service itself: they need no resource. */
export const isServiceScope = (scope: string): boolean =>
  scope === 'self' || scope === 'account' || scope === 'admin' || isPermission(scope);
export const isStaticScope = (scope: string): boolean => OPENID_SCOPES.includes(scope) || isServiceScope(scope);
