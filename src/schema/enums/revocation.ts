/** Enums of revocations, plans and derived credentials. */
import { describedEnum, type EnumValue } from './described-enum';

export const EndReason = describedEnum('EndReason', 'Why an object ended.', {
  LOGOUT: 'The user signed out.',
  REVOKED: 'It was revoked directly.',
  USER_DISABLED: 'The user was disabled, or the user account expired.',
  USER_DELETED: 'The user was deleted.',
  ALL_SESSIONS_REVOKED: 'All sessions of the user were revoked.',
  EVERYTHING_REVOKED: 'All sessions and tokens of all users were revoked.',
  DEVICE_DISCONNECTED: 'The user was disconnected from the device.',
  DEVICE_DELETED: 'The device was deleted.',
  CONSENT_REVOKED: 'The consent it was based on was revoked.',
  APPLICATION_ACCESS_REVOKED: "The application's access to the user was revoked.",
  APPLICATION_DISABLED: 'The application was disabled.',
  APPLICATION_VERSION_DISABLED: 'The application version on the device was disabled.',
  APPLICATION_DELETED: 'The application was deleted.',
  SESSION_ENDED: 'The session that issued it ended.',
  REFRESH_TOKEN_REVOKED: 'The refresh token of the same family was revoked.',
  PASSWORD_CHANGED: 'The password was changed.',
  TOKEN_REUSED: 'A refresh token or authorization code of its family was used a second time.',
  ROTATED: 'The refresh token was exchanged for a new one.',
  EXCHANGED: 'The authorization code was exchanged for tokens.',
  REPLACED: 'It was replaced by a new sign-in in the same browser.',
  SECOND_FACTOR_ADDED: 'The user added a second factor, and the session had started with only one.',
  SESSION_LIMIT: 'The user signed in elsewhere and had reached the session limit.',
  IMPERSONATION_ENDED: 'The impersonation was ended, or the impersonator lost the right to impersonate.',
  SOURCE_REVOKED: 'The credential or session that created it was revoked together with everything derived from it.',
  EXPIRED: 'It expired.',
});
export type EndReason = EnumValue<typeof EndReason>;

export const RevocationItemType = describedEnum('RevocationItemType', 'Type of object that ended.', {
  USER: 'A user.',
  DEVICE_LINK: 'A link between a user and a device.',
  DEVICE: 'A device and its client credentials.',
  SESSION: 'A session.',
  ACCESS_TOKEN: 'An access token.',
  REFRESH_TOKEN: 'A refresh token.',
  API_TOKEN: 'An API token.',
  ACCESS_GRANT: 'An authorization code that was never exchanged.',
  CONSENT: 'A consent.',
  PUSH_ENROLLMENT: "A user's push enrollment on a device.",
  AUTHENTICATOR: 'A second factor, or a device key that confirmed sign-ins.',
  PASSWORD: 'A password. The user needs a recovery link to set a new one.',
  CLIENT_SECRET: 'A client secret of an application.',
  RECOVERY_LINK: 'An unused recovery link.',
  INVITATION: 'An invitation that could still have been accepted.',
  REGISTRATION_TOKEN: 'A registration token of a mobile application.',
  APPLICATION: 'An application.',
  ROLE_ASSIGNMENT: 'A role assignment of a user or group.',
  GROUP_MEMBERSHIP: 'A group membership.',
  OFFBOARDING: 'A pending off-boarding.',
});
export type RevocationItemType = EnumValue<typeof RevocationItemType>;

export const PlanWarningCode = describedEnum('PlanWarningCode', 'What to check before executing a plan.', {
  OWN_SESSION: "It ends the caller's own session or token.",
  LAST_ADMINISTRATOR: 'It affects the last administrator.',
  SERVICE_ACCOUNTS: 'It affects service accounts.',
  DERIVED_CREDENTIALS:
    'Credentials and rights that were created by what ends would remain valid. Use `includeDerived` to end them too.',
  DERIVED_CHANGES:
    'Other changes were made by what ends, such as changes of addresses, redirect URIs and settings. They are not undone and need a manual review.',
});
export type PlanWarningCode = EnumValue<typeof PlanWarningCode>;

export const DerivedCredentialKind = describedEnum(
  'DerivedCredentialKind',
  'Type of object that was created by a token, a session or a credential.',
  {
    PASSWORD: 'A password.',
    AUTHENTICATOR: 'A passkey, an authenticator app, a set of recovery codes or a device key.',
    RECOVERY_LINK: 'A password recovery link.',
    API_TOKEN: 'An API token.',
    CLIENT_SECRET: 'A client secret of an application.',
    REGISTRATION_TOKEN: 'A registration token of a mobile application.',
    DEVICE: 'An app installation that registered with a registration token.',
    INVITATION: 'An invitation.',
    SESSION: 'An impersonation, or a session that was opened with a derived credential.',
    TOKEN_FAMILY: 'An authorization of another application that was confirmed on a device.',
    APPLICATION: 'An application.',
    USER: 'A user account.',
    ROLE_ASSIGNMENT: 'A role assignment to a user or group.',
    GROUP_MEMBERSHIP: 'A user added to a group.',
    OFFBOARDING: 'A scheduled off-boarding.',
    CHANGE:
      'Any other change that could grant someone access, such as a new e-mail address or redirect URI. It is not undone automatically and needs a review; `mutation` names the operation.',
  },
);
export type DerivedCredentialKind = EnumValue<typeof DerivedCredentialKind>;
