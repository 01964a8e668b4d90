/** Enums of applications and their versions. */
import { describedEnum, type EnumValue } from './described-enum';

export const ApplicationKind = describedEnum('ApplicationKind', 'Type of OAuth client.', {
  WEB: 'A confidential web application with a client secret.',
  SPA: 'A public client in the browser. Uses authorization code with PKCE and has no secret.',
  MOBILE: 'A mobile app. Each installation registers itself (RFC 7591) and is shown as a device.',
  MACHINE: 'A service that uses the client credentials grant.',
  RESOURCE_SERVER: 'An API that tokens are issued for. It can introspect them.',
});
export type ApplicationKind = EnumValue<typeof ApplicationKind>;

export const ClaimSource = describedEnum('ClaimSource', 'Where the value of a claim about a user comes from.', {
  ATTRIBUTE: 'A custom attribute. The user consents to each attribute by its name.',
  USERNAME: 'The username.',
  NAME: 'The display name.',
  EMAIL: 'The e-mail address.',
  EMAIL_VERIFIED: 'Whether the user has confirmed the e-mail address.',
  GROUPS: 'The names of the groups that the user is a member of, directly or through a group below.',
  ROLES: 'The names of the roles that the user holds everywhere, directly or through groups, without USER.',
});
export type ClaimSource = EnumValue<typeof ClaimSource>;

export const IdTokenAlgorithm = describedEnum('IdTokenAlgorithm', 'How ID tokens are signed (RFC 7518).', {
  RS256: 'RSA, which every OpenID Connect library accepts.',
  ES256: 'ECDSA on the curve P-256: shorter, and not accepted by every library.',
});
export type IdTokenAlgorithm = EnumValue<typeof IdTokenAlgorithm>;

export const PkceMode = describedEnum(
  'PkceMode',
  'What protects the authorization codes of an application against injection (RFC 9700, section 2.1.1).',
  {
    REQUIRED: 'PKCE (RFC 7636). Public clients always have to use it.',
    OR_NONCE: 'PKCE, or a `nonce` that the application finds again in its ID token.',
    OPTIONAL: 'Nothing. A stolen authorization code can be injected into the session of someone else.',
  },
);
export type PkceMode = EnumValue<typeof PkceMode>;

export const ApplicationStatus = describedEnum('ApplicationStatus', 'Status of an application.', {
  ENABLED: 'The application can be used.',
  DISABLED: 'Its tokens are invalid and no new ones are issued.',
});
export type ApplicationStatus = EnumValue<typeof ApplicationStatus>;

export const ApplicationVersionStatus = describedEnum(
  'ApplicationVersionStatus',
  'Status of a mobile application version.',
  {
    ENABLED: 'Everything.',
    LOGIN_ONLY:
      'Existing users can keep using it, but no installation can register and no user can sign in on one for the first time.',
    DISABLED: 'The version is blocked: all its tokens are invalid and no new ones are issued.',
  },
);
export type ApplicationVersionStatus = EnumValue<typeof ApplicationVersionStatus>;

export const ConsentMode = describedEnum('ConsentMode', 'When an application asks for consent.', {
  ALWAYS: 'At every authorization.',
  PERMANENT: 'Once, until the consent is revoked or the application requests more scopes.',
  EXPIRES: 'Once per `consentLifetime`.',
  IMPLICIT: 'Never. The consent is recorded without asking. For first-party applications.',
});
export type ConsentMode = EnumValue<typeof ConsentMode>;
