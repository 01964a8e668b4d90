/** GraphQL enums, with a description for each value. Spelling is the same in TypeScript, in the tables and in GraphQL. */
import { registerEnumType } from 'type-graphql';

/** Creates an enum object from a map of value to description and registers it with GraphQL. */
const words = <T extends Record<string, string>>(
  name: string,
  description: string,
  values: T,
): { [K in keyof T]: K } => {
  const object = Object.fromEntries(Object.keys(values).map((key) => [key, key])) as { [K in keyof T]: K };
  registerEnumType(object, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      Object.entries(values).map(([key, text]) => [key, { description: text }]),
    ) as never,
  });
  return object;
};
type Word<T> = T[keyof T];

export const UserStatus = words('UserStatus', 'Lifecycle status of a user.', {
  INVITED: 'Invited, but has not accepted yet. Cannot sign in.',
  PENDING_CONFIRMATION: 'Registered, but has not confirmed the e-mail address yet. Cannot sign in.',
  PENDING_LOGIN: 'Confirmed, but has not signed in yet.',
  ACTIVE: 'Can sign in.',
  DISABLED: 'Disabled: sign-ins are refused and everything that was issued to the user is invalid.',
});
export type UserStatus = Word<typeof UserStatus>;

export const UserType = words('UserType', 'Type of user account.', {
  INTERNAL: 'A member of the organization.',
  EXTERNAL: 'A person outside the organization, such as a customer or partner.',
  SERVICE_ACCOUNT: 'A non-human account for automation.',
  INTERNAL_SERVICE_ACCOUNT: 'An account owned by the service itself. It cannot be changed through the API.',
});
export type UserType = Word<typeof UserType>;

export const UserSource = words('UserSource', 'Where a user record is managed.', {
  LOCAL: 'Managed in this service.',
  EXTERNAL: 'Managed by an external source. Fields owned by that source cannot be changed here.',
});
export type UserSource = Word<typeof UserSource>;

export const Platform = words('Platform', 'Operating system or platform of a device or browser.', {
  IOS: 'iPhone or iPad.',
  ANDROID: 'Android.',
  WINDOWS: 'Windows.',
  MACOS: 'macOS.',
  LINUX: 'Linux, including ChromeOS.',
  WEB: 'A web client on an unknown operating system.',
  OTHER: 'Any other platform.',
});
export type Platform = Word<typeof Platform>;

export const SessionStatus = words('SessionStatus', 'Status of a session.', {
  ACTIVE: 'Live: the session can be used.',
  ENDED: 'Ended before it expired; see `endReason`.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type SessionStatus = Word<typeof SessionStatus>;

export const TokenStatus = words('TokenStatus', 'Status of a token.', {
  ACTIVE: 'Live: introspection reports it as active.',
  EXPIRED: 'Reached its `expiresAt`.',
  REVOKED: 'Ended before it expired; see `endReason`.',
  SUSPENDED:
    'An API token whose user cannot sign in at the moment. It works again once the user is enabled.',
});
export type TokenStatus = Word<typeof TokenStatus>;

export const TokenKind = words('TokenKind', 'Kind of token.', {
  ACCESS: 'An OAuth access token (RFC 6749 section 1.4).',
  REFRESH: 'An OAuth refresh token (RFC 6749 section 1.5). Each one can be used once.',
  API: 'A token for scripts, created by `createApiToken`. Valid until it expires or is revoked.',
});
export type TokenKind = Word<typeof TokenKind>;

export const EndReason = words('EndReason', 'Why an object ended.', {
  LOGOUT: 'The user signed out.',
  REVOKED: 'It was revoked directly.',
  USER_DISABLED: 'The user was disabled, or the user account expired.',
  USER_DELETED: 'The user was deleted.',
  ALL_SESSIONS_REVOKED: 'All sessions of the user were revoked.',
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
export type EndReason = Word<typeof EndReason>;

export const TokenFamilyStatus = words('TokenFamilyStatus', 'Status of an authorization (token family).', {
  ACTIVE: 'Live: it may have valid tokens.',
  ENDED: 'It, or something it depends on, ended before it expired; see `endReason`.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type TokenFamilyStatus = Word<typeof TokenFamilyStatus>;

export const AccessGrantStatus = words('AccessGrantStatus', 'Status of an authorization code.', {
  ACTIVE: 'It can be exchanged for tokens.',
  ENDED: 'It was exchanged, or ended before it expired; see `endReason`.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type AccessGrantStatus = Word<typeof AccessGrantStatus>;

export const ConsentStatus = words('ConsentStatus', 'Status of a consent.', {
  ACTIVE: 'The consent is in effect.',
  EXPIRED: 'Reached its `expiresAt`. The application has to ask for consent again.',
  REVOKED: 'Revoked; see `endReason`.',
});
export type ConsentStatus = Word<typeof ConsentStatus>;

export const TokenLinkKind = words('TokenLinkKind', 'What a token depends on. A token is live as long as all of its links hold.', {
  TOKEN: 'The token itself: not revoked, used or expired.',
  SESSION: 'The session that issued it.',
  DEVICE_LINK: 'The link between the user and the device it was issued to.',
  DEVICE: 'The device it was issued to.',
  CONSENT: 'The consent it is based on.',
  FAMILY: 'The authorization it was issued under, including all of its tokens.',
  APPLICATION: 'The application it was issued to.',
  USER: 'The user it belongs to.',
  IMPERSONATOR: 'The user who impersonates the session\'s user.',
});
export type TokenLinkKind = Word<typeof TokenLinkKind>;

export const ApplicationKind = words('ApplicationKind', 'Type of OAuth client.', {
  WEB: 'A confidential web application with a client secret.',
  SPA: 'A public client in the browser. Uses authorization code with PKCE and has no secret.',
  MOBILE: 'A mobile app. Each installation registers itself (RFC 7591) and is shown as a device.',
  MACHINE: 'A service that uses the client credentials grant.',
  RESOURCE_SERVER: 'An API that tokens are issued for. It can introspect them.',
});
export type ApplicationKind = Word<typeof ApplicationKind>;

export const ApplicationStatus = words('ApplicationStatus', 'Status of an application.', {
  ENABLED: 'The application can be used.',
  DISABLED: 'Its tokens are invalid and no new ones are issued.',
});
export type ApplicationStatus = Word<typeof ApplicationStatus>;

export const ApplicationVersionStatus = words(
  'ApplicationVersionStatus',
  'Status of a mobile application version.',
  {
    ENABLED: 'Everything.',
    LOGIN_ONLY: 'Existing users can keep using it, but no installation can register and no user can sign in on one for the first time.',
    DISABLED: 'The version is blocked: all its tokens are invalid and no new ones are issued.',
  },
);
export type ApplicationVersionStatus = Word<typeof ApplicationVersionStatus>;

export const ConsentMode = words('ConsentMode', 'When an application asks for consent.', {
  ALWAYS: 'At every authorization.',
  PERMANENT: 'Once, until the consent is revoked or the application requests more scopes.',
  EXPIRES: 'Once per `consentLifetime`.',
  IMPLICIT: 'Never. The consent is recorded without asking. For first-party applications.',
});
export type ConsentMode = Word<typeof ConsentMode>;

export const PushProvider = words('PushProvider', 'Push service that delivers messages to a device.', {
  WEBHOOK: 'A webhook operated by the administrator of this service.',
  FCM: 'Firebase Cloud Messaging.',
  APNS: 'Apple Push Notification service.',
});
export type PushProvider = Word<typeof PushProvider>;

export const PushMode = words('PushMode', 'On how many devices a user can receive push messages of an application.', {
  SINGLE: 'On one device. A second enrollment is refused until push is revoked on the first.',
  OVERRIDE: 'On one device. The latest enrollment takes over, and push ends on the other devices.',
  MULTIPLE: 'On any number of devices.',
});
export type PushMode = Word<typeof PushMode>;

export const PrincipalKind = words('PrincipalKind', 'Type of caller.', {
  USER: 'A user.',
  SERVICE: 'A client with its own credentials.',
});
export type PrincipalKind = Word<typeof PrincipalKind>;

export const EventOutcome = words('EventOutcome', 'Outcome of the reported action.', {
  SUCCESS: 'It succeeded.',
  FAILURE: 'It was attempted and failed.',
  DENIED: 'It was refused because the caller lacks permission.',
});
export type EventOutcome = Word<typeof EventOutcome>;

export const EventType = words('EventType', 'Type of event.', {
  USER_CREATED: 'A user was created.',
  USER_UPDATED: 'A user was updated.',
  USER_DISABLED: 'A user was disabled.',
  USER_ENABLED: 'A user was enabled.',
  USER_DELETED: 'A user was deleted.',
  IMPORT_STARTED: 'An import of users was started.',
  IMPORT_FINISHED: 'An import of users finished or was stopped.',
  USERS_EXPORTED: 'Users were exported to a file.',
  USER_DATA_EXPORTED: 'All data about a user was exported.',
  USER_REGISTERED: 'Someone registered, or tried to register with the address of an existing user.',
  CONFIRMATION_SENT: 'A new confirmation link was mailed to someone who had registered.',
  USER_CONFIRMED: 'A registration was confirmed, or a confirmation failed because of a wrong password.',
  USER_LOCKED_DOWN:
    'A user was locked down: disabled, with all credentials revoked. The last administrator stays enabled.',
  OFFBOARDING_SCHEDULED: 'An off-boarding was scheduled.',
  OFFBOARDING_CANCELLED: 'An off-boarding was cancelled.',
  OFFBOARDING_CARRIED_OUT: 'A scheduled off-boarding was executed.',
  OFFBOARDING_FAILED: 'A scheduled off-boarding failed and will not be retried.',
  IMPERSONATION_STARTED: 'An impersonation started.',
  IMPERSONATION_ENDED: 'An impersonation ended.',
  INVITATION_CREATED: 'Someone was invited.',
  INVITATION_RESENT: 'An invitation was resent.',
  INVITATION_REVOKED: 'An invitation was revoked.',
  INVITATION_ACCEPTED: 'An invitation was accepted; the user can now sign in.',
  PASSWORD_CHANGED: 'A password was set or changed, or a change failed because the current password was wrong.',
  PASSWORD_CHANGE_REQUIRED: 'A password change was required at the next sign-in.',
  PASSWORD_REMOVED: 'A password was removed because the credential or session that set it was revoked.',
  PASSWORD_LOCKED: 'A password was locked.',
  PASSWORD_UNLOCKED: 'A password was unlocked.',
  RECOVERY_LINK_CREATED: 'A password recovery link was created and shown to an administrator.',
  RECOVERY_LINK_MAILED: 'A password recovery link was mailed to the user.',
  RECOVERY_LINK_REVOKED: 'A recovery link was revoked before it was used.',
  RECOVERY_REQUESTED:
    'Someone requested a password recovery link for a user\'s address.',
  SIGN_IN: 'A user signed in.',
  SIGN_IN_FAILED: 'A sign-in was refused.',
  SIGN_OUT: 'A user signed out.',
  SESSION_REVOKED: 'A session was revoked.',
  SESSIONS_REVOKED: 'All sessions of a user were revoked.',
  TOKEN_ISSUED: 'Tokens were issued.',
  TOKEN_REVOKED: 'A token was revoked.',
  TOKEN_REUSED: 'An authorization code or refresh token was used a second time; its token family was revoked.',
  GRANT_REVOKED: 'An access grant was revoked.',
  CONSENT_GIVEN: 'A user granted consent.',
  CONSENT_REVOKED: 'A consent was revoked.',
  APPLICATION_ACCESS_REVOKED: "An application's access to a user was revoked.",
  DEVICE_REGISTERED: 'An app installation registered itself as a device.',
  DEVICE_CONNECTED: 'A user signed in on a device for the first time.',
  DEVICE_UPDATED: 'An app installation reported changed device details.',
  DEVICE_DISCONNECTED: 'A user was disconnected from a device.',
  DEVICE_DELETED: 'A device was deleted.',
  PUSH_ENROLLED: 'A device enrolled for push messages.',
  PUSH_REVOKED: 'Push messages to a device were revoked.',
  MOBILE_AUTHENTICATION_ENROLLED: 'A user enrolled a device for confirming sign-ins.',
  MOBILE_AUTHENTICATION_REVOKED: 'A device can no longer confirm a user\'s sign-ins.',
  AUTHENTICATION_REQUESTED: 'An application asked a user to confirm a sign-in on a device.',
  AUTHENTICATION_APPROVED: 'A user confirmed a sign-in on a device, or the confirmation failed.',
  AUTHENTICATION_DENIED: 'A user denied a sign-in on a device.',
  AUTHENTICATOR_ENROLLED: 'A second factor or an additional device key was added.',
  AUTHENTICATOR_RENAMED: 'A second factor or device key was renamed.',
  AUTHENTICATOR_REMOVED: 'A second factor or one of several device keys was removed.',
  RECOVERY_CODE_USED: 'A user signed in with a recovery code in place of another second factor.',
  APPLICATION_CREATED: 'An application was registered.',
  APPLICATION_UPDATED: 'An application was updated.',
  APPLICATION_DISABLED: 'An application was disabled.',
  APPLICATION_ENABLED: 'An application was enabled.',
  APPLICATION_DELETED: 'An application was deleted.',
  APPLICATION_VERSION_CHANGED: 'The status of a mobile application version changed.',
  CLIENT_SECRET_ROTATED: 'A new client secret was created for an application.',
  CLIENT_SECRET_REVOKED: 'A client secret of an application was revoked.',
  REGISTRATION_TOKEN_ROTATED: 'A new registration token was created for an application.',
  REGISTRATION_TOKEN_REVOKED:
    'The registration token of an application was revoked; installations cannot register until it is rotated.',
  ROLE_ASSIGNED: 'A role was assigned to a user or group.',
  ROLE_UNASSIGNED: 'A role assignment was removed from a user or group.',
  ROLE_CREATED: 'A role was created.',
  ROLE_UPDATED: 'A role was updated.',
  ROLE_DELETED: 'A role and all its assignments were deleted.',
  GROUP_CREATED: 'A group was created.',
  GROUP_UPDATED: 'A group was updated or moved.',
  GROUP_DELETED: 'A group was deleted.',
  GROUP_MEMBER_ADDED: 'A user was added to a group.',
  GROUP_MEMBER_REMOVED: 'A user was removed from a group.',
  SETTINGS_UPDATED: 'Service settings were changed.',
  MAIL_FAILED: 'A mail could not be delivered and will not be retried.',
  ACCESS_DENIED: 'A caller was denied access.',
});
export type EventType = Word<typeof EventType>;

export const PlanWarningCode = words('PlanWarningCode', 'What to check before executing a plan.', {
  OWN_SESSION: 'It ends the caller\'s own session or token.',
  LAST_ADMINISTRATOR: 'It affects the last administrator.',
  SERVICE_ACCOUNTS: 'It affects service accounts.',
  DERIVED_CREDENTIALS:
    'Credentials and rights that were created by what ends would remain valid. Use `includeDerived` to end them too.',
  DERIVED_CHANGES:
    'Other changes were made by what ends, such as changes of addresses, redirect URIs and settings. They are not undone and need a manual review.',
});
export type PlanWarningCode = Word<typeof PlanWarningCode>;

export const OffboardingAction = words('OffboardingAction', 'What happens to the user.', {
  DISABLE: 'Disables the user, like `disableUser`.',
  DELETE: 'Permanently deletes the user, like `deleteUser`, even if the user is not disabled.',
});
export type OffboardingAction = Word<typeof OffboardingAction>;

export const AuthenticationDecision = words('AuthenticationDecision', 'The user\'s answer to a sign-in request.', {
  APPROVE: 'The user confirms the sign-in.',
  DENY: 'No.',
});
export type AuthenticationDecision = Word<typeof AuthenticationDecision>;

export const AuthenticatorKind = words('AuthenticatorKind', 'Type of authenticator.', {
  DEVICE_KEY: 'A key on a device that signs without asking the user for a PIN or biometrics.',
  PIN: 'A key on a device that requires a PIN.',
  BIOMETRIC: 'A key on a device that requires biometrics, such as a fingerprint or face.',
  TOTP: 'An authenticator app: a code that is entered after the password (RFC 6238).',
  RECOVERY_CODES: 'Printable one-time codes that replace a lost second factor at sign-in.',
  PASSKEY: 'A passkey (WebAuthn), used after the password or instead of it.',
});
export type AuthenticatorKind = Word<typeof AuthenticatorKind>;

export const MailKind = words('MailKind', 'Type of mail.', {
  CONFIRMATION: 'Sent after registration, with a link to confirm the address.',
  INVITATION: 'Invites someone, with a link to create an account.',
  ALREADY_REGISTERED: 'Tells a user that someone tried to register with their address.',
  RECOVERY: 'A link to set a new password after the old one was lost.',
  PASSWORD_CHANGED: 'Tells a user that their password was set or changed.',
  CREDENTIAL_CHANGED:
    'Tells a user that a credential was added, changed or removed, such as a passkey, an API token or the e-mail address.',
  MORE_CREDENTIALS_CHANGED:
    'Tells a user that more changes were made within an hour than are mailed individually. The user\'s events list all of them.',
});
export type MailKind = Word<typeof MailKind>;

export const InvitationStatus = words('InvitationStatus', 'Status of an invitation.', {
  PENDING: 'It can be accepted.',
  ACCEPTED: 'It was for one person and has been accepted.',
  REVOKED: 'It was revoked.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type InvitationStatus = Word<typeof InvitationStatus>;

export const HeldUpReason = words('HeldUpReason', 'Why deferred work was not carried out.', {
  CREATOR_ENDED:
    'The person who created it can no longer sign in, or the application they used is disabled or deleted.',
  CREATOR_NOT_ENTITLED: 'The person or application that created it no longer has the required permissions.',
});
export type HeldUpReason = Word<typeof HeldUpReason>;

export const ImportFormat = words('ImportFormat', 'Format of a file of users.', {
  CSV: 'A header line with column names, then one user per line.',
  JSON_LINES: 'One JSON object per line.',
  KEYCLOAK: 'A realm export from Keycloak.',
  SCIM: 'A SCIM 2.0 ListResponse.',
});
export type ImportFormat = Word<typeof ImportFormat>;

export const ImportStatus = words('ImportStatus', 'Status of an import.', {
  UPLOADING: 'The file is being uploaded.',
  READY: 'The file was uploaded and checked; no users have been created yet.',
  RUNNING: 'Its users are being created.',
  DONE: 'Every line was imported or rejected.',
  STOPPED:
    'The user who started it can no longer create these users; see `heldUpReason`. Another administrator can continue it with `importUsers` until `expiresAt`.',
  EXPIRED: 'It was not started in time. Upload the file again.',
});
export type ImportStatus = Word<typeof ImportStatus>;

export const MailStatus = words('MailStatus', 'Delivery status of a mail.', {
  QUEUED: 'Waiting to be sent or retried.',
  SENT: 'Accepted by the mail server.',
  FAILED: 'Rejected by the mail server, or the server could not be reached for about a day; see `fault`.',
  DROPPED: 'Not sent because its subject was no longer relevant.',
});
export type MailStatus = Word<typeof MailStatus>;

export const OrderDirection = words('OrderDirection', 'Sort direction.', {
  ASC: 'Smallest or oldest first.',
  DESC: 'Largest or newest first.',
});
export type OrderDirection = Word<typeof OrderDirection>;

export const DerivedCredentialKind = words(
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
export type DerivedCredentialKind = Word<typeof DerivedCredentialKind>;

export const RevocationItemType = words('RevocationItemType', 'Type of object that ended.', {
  USER: 'A user.',
  DEVICE_LINK: 'A link between a user and a device.',
  DEVICE: 'A device and its client credentials.',
  SESSION: 'A session.',
  ACCESS_TOKEN: 'An access token.',
  REFRESH_TOKEN: 'A refresh token.',
  API_TOKEN: 'An API token.',
  ACCESS_GRANT: 'An authorization code that was never exchanged.',
  CONSENT: 'A consent.',
  PUSH_ENROLLMENT: 'A user\'s push enrollment on a device.',
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
export type RevocationItemType = Word<typeof RevocationItemType>;

const REFUSALS = {
  NOT_FOUND: 'Object not found, or you do not have access.',
  FORBIDDEN: 'The caller lacks the required permission, or the user holds permissions that the caller does not.',
  CONFLICT: 'The value is already in use; `path` names the field.',
  INVALID_INPUT: 'A value is invalid; `path` names the field.',
  INVALID_STATE: 'The object is in the wrong state for this operation.',
  EXTERNALLY_MANAGED: 'The field is managed by an external source.',
  AFFECTED_USERS_CHANGED: 'The users of the device differ from the confirmed ones; see `users`.',
  VERSION_CONFLICT: 'The object has been changed in the meantime; see `current`.',
  PLAN_DRIFTED: 'The plan would no longer end exactly what was planned; see `planned` and `actual`.',
  PLAN_EXPIRED: 'The plan has expired. Create a new one.',
  COUNT_MISMATCH: 'The filter matches a different number of objects than expected; see `actual`.',
  INVALID_SIGNATURE: 'The signature is invalid.',
  IDEMPOTENCY_MISMATCH: 'The idempotency key was already used with different input.',
  LAST_ADMINISTRATOR: 'The operation would leave no enabled administrator.',
  SELF_ACTION: 'Administrators cannot do this to themselves.',
  MAIL_UNAVAILABLE: 'A mail is required but cannot be sent: no mail server is configured, or the user has no address.',
  RATE_LIMITED: 'Too many attempts. Try again later.',
};

export const ErrorCode = words(
  'ErrorCode',
  'Why a mutation was refused. New values may be added; treat an unknown one as a refusal.',
  REFUSALS,
);
export type ErrorCode = Word<typeof ErrorCode>;

export const RefusalCode = words('RefusalCode', 'Why a mutation would be refused.', {
  ...REFUSALS,
});
export type RefusalCode = Word<typeof RefusalCode>;
