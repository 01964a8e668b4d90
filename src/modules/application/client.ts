/** An application, or one installation of a mobile application, as the OAuth client that it is. */
import type { JWK } from 'jose';
import type {
  ApplicationKind,
  ApplicationVersionStatus,
  ConsentMode,
  IdTokenAlgorithm,
  PkceMode,
  Platform,
} from '../../schema/enums';
import type { Application, ApplicationClaim } from './entity';

/** What pages show of an application, and how they lead back to it. */
export type Presentation = Pick<Application, 'initiateLoginUri' | 'logoUri' | 'policyUri' | 'termsUri' | 'color'>;

export interface Client extends Presentation {
  applicationId: string;
  applicationName: string;
  kind: ApplicationKind;
  consentMode: ConsentMode;
  consentLifetime: number | null;
  /** Whether it may ask users to confirm sign-ins on their devices (OpenID CIBA). */
  mayAskDevices: boolean;
  /** The audience of the tokens of a resource server. */
  identifier: string | null;
  /** At the service itself: OpenID scopes and permissions. */
  scopes: string[];
  /** Scopes that an administrator granted at resource servers, by their identifiers. */
  resourceScopes: Record<string, string[]>;
  /** Claims beyond those of the scopes. */
  claims: ApplicationClaim[];
  /** Operated by whoever runs the service: it may manage credentials of users (`account`). */
  firstParty: boolean;
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  /** Set for an installation of a mobile application. */
  device: {
    id: string;
    name: string;
    platform: Platform;
    osVersion: string | null;
    /** The status of the application version that it runs. */
    versionStatus: ApplicationVersionStatus;
  } | null;
  idTokenAlgorithm: IdTokenAlgorithm;
  pkce: PkceMode;
  requirePushedAuthorizationRequests: boolean;
  dpopBoundAccessTokens: boolean;
  /** Whether it may sign users in with a code that they enter on another device (RFC 8628). */
  deviceAuthorization: boolean;
  /** When it was registered, in seconds since 1970. */
  registeredAt: number;
  /** SHA-256 of each client secret that is valid now, in hexadecimal. */
  secretHashes: string[];
  /** The public keys it authenticates with. */
  keys: JWK[];
}

/** A client that checks a token: see `checkingClient` of the repository. An empty secret stands for a key. */
export type CheckingClient = [
  ...[applicationId: string, kind: ApplicationKind, identifier: string | null, scopes: string[], firstParty: boolean],
  ...[registeredAt: number, secretHashes: string[]],
];

/** The mobile application of a registration token. */
export interface RegisteringApplication {
  id: string;
  name: string;
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  scopes: string[];
  registrationTokenId: string | null;
}
