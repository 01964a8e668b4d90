/** The closed sets of words of the schema, each value described. One enum has the same spelling here, in the tables and in GraphQL. */
import { registerEnumType } from 'type-graphql';

/** Makes an enum object out of value → description, and registers it. */
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

export const UserStatus = words('UserStatus', 'Where a user is in the life of an account.', {
  INVITED: 'Invited; has not accepted yet and cannot sign in.',
  PENDING_CONFIRMATION: 'Registered; has not confirmed the e-mail address and cannot sign in.',
  PENDING_LOGIN: 'Confirmed; has not signed in yet.',
  ACTIVE: 'May sign in.',
  DISABLED: 'Barred: every sign-in is refused and nothing that was issued works.',
});
export type UserStatus = Word<typeof UserStatus>;

export const UserType = words('UserType', 'What kind of account a user is.', {
  INTERNAL: 'A person of the organisation.',
  EXTERNAL: 'A person from outside: a customer or partner.',
  SERVICE_ACCOUNT: 'Not a person: an account for automation.',
  INTERNAL_SERVICE_ACCOUNT: 'An account of the service itself; it cannot be changed through the API.',
});
export type UserType = Word<typeof UserType>;

export const UserSource = words('UserSource', 'Who owns the record of a user.', {
  LOCAL: 'Managed here.',
  EXTERNAL: 'Managed by an external source; what it owns cannot be changed here.',
});
export type UserSource = Word<typeof UserSource>;

export const Platform = words('Platform', 'What a device or browser runs on.', {
  IOS: 'iPhone or iPad.',
  ANDROID: 'Android.',
  WINDOWS: 'Windows.',
  MACOS: 'macOS.',
  LINUX: 'Linux, ChromeOS included.',
  WEB: 'A web client whose system is not known.',
  OTHER: 'Anything else.',
});
export type Platform = Word<typeof Platform>;

export const SessionStatus = words('SessionStatus', 'Whether a session may be used now.', {
  ACTIVE: 'Live: it may be used now.',
  ENDED: 'Ended before its time, see `endReason`.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type SessionStatus = Word<typeof SessionStatus>;

export const TokenStatus = words('TokenStatus', 'Whether a token may be used now.', {
  ACTIVE: 'Live: introspection answers active.',
  EXPIRED: 'Reached its `expiresAt`.',
  REVOKED: 'Ended before its time, see `endReason`.',
  SUSPENDED:
    'An API token that is refused as long as its user may not sign in, and works again once the user is enabled.',
});
export type TokenStatus = Word<typeof TokenStatus>;

export const TokenKind = words('TokenKind', 'What a token is for.', {
  ACCESS: 'An OAuth access token (RFC 6749 section 1.4).',
  REFRESH: 'An OAuth refresh token (RFC 6749 section 1.5); each is used once.',
  API: 'A token for scripts, made by `createApiToken`; it works until it expires or is revoked.',
});
export type TokenKind = Word<typeof TokenKind>;

export const EndReason = words('EndReason', 'Why something ended.', {
  LOGOUT: 'The user signed out.',
  REVOKED: 'It was itself revoked.',
  USER_DISABLED: 'The user was disabled, or the account expired.',
  USER_DELETED: 'The user was deleted.',
  ALL_SESSIONS_REVOKED: 'All sessions of the user were revoked.',
  DEVICE_DISCONNECTED: 'The user was disconnected from the device.',
  DEVICE_DELETED: 'The device was deleted.',
  CONSENT_REVOKED: 'The consent that it rested on was revoked.',
  APPLICATION_ACCESS_REVOKED: "The application's access to the user was revoked.",
  APPLICATION_DISABLED: 'The application was disabled.',
  APPLICATION_VERSION_DISABLED: 'The version of the application on the device was disabled.',
  APPLICATION_DELETED: 'The application was deleted.',
  SESSION_ENDED: 'The session that issued it ended.',
  REFRESH_TOKEN_REVOKED: 'The refresh token of its family was revoked.',
  PASSWORD_CHANGED: 'The password was changed.',
  TOKEN_REUSED: 'A consumed refresh token or code of its family was presented again.',
  ROTATED: 'A refresh token that was exchanged for its successor.',
  EXCHANGED: 'A code that was exchanged for tokens.',
  REPLACED: 'Another sign-in in the same browser took its place.',
  SECOND_FACTOR_ADDED: 'The user added a second factor, and it had begun with one factor.',
  SESSION_LIMIT: 'The user signed in elsewhere, and had as many sessions as are allowed.',
  IMPERSONATION_ENDED: 'Whoever acted in the user’s place ended it, or can act no more.',
  SOURCE_REVOKED: 'What it was created with was revoked, along with everything derived from it.',
  EXPIRED: 'Its time ran out.',
});
export type EndReason = Word<typeof EndReason>;

export const TokenFamilyStatus = words('TokenFamilyStatus', 'Whether an authorization still carries tokens.', {
  ACTIVE: 'A token of it may be live.',
  ENDED: 'It, or something that it hangs on, ended before its time; see `endReason`.',
  EXPIRED: 'Its time ran out.',
});
export type TokenFamilyStatus = Word<typeof TokenFamilyStatus>;

export const AccessGrantStatus = words('AccessGrantStatus', 'Whether an authorization code may be exchanged now.', {
  ACTIVE: 'It may be exchanged.',
  ENDED: 'It was exchanged, or ended before its time; see `endReason`.',
  EXPIRED: 'Its time ran out.',
});
export type AccessGrantStatus = Word<typeof AccessGrantStatus>;

export const ConsentStatus = words('ConsentStatus', 'Whether a consent stands.', {
  ACTIVE: 'It stands.',
  EXPIRED: 'Its time ran out; the application has to ask again.',
  REVOKED: 'It was ended, see `endReason`.',
});
export type ConsentStatus = Word<typeof ConsentStatus>;

export const TokenLinkKind = words('TokenLinkKind', 'What a token hangs on: it is live while all of these hold.', {
  TOKEN: 'Itself: neither revoked nor used up nor expired.',
  SESSION: 'The session that issued it.',
  DEVICE_LINK: 'The user on the device that it was issued to.',
  DEVICE: 'The device that it was issued to.',
  CONSENT: 'The consent that it rests on.',
  FAMILY: 'The authorization that it was issued under, with all its tokens.',
  APPLICATION: 'The application that it was issued to.',
  USER: 'The user whose token it is.',
  IMPERSONATOR: 'Who acts in the user’s place in the session.',
});
export type TokenLinkKind = Word<typeof TokenLinkKind>;

export const ApplicationKind = words('ApplicationKind', 'What kind of OAuth client an application is.', {
  WEB: 'A confidential web application; has a client secret.',
  SPA: 'A public client in the browser; code and PKCE, no secret.',
  MOBILE: 'A mobile app: each installation registers itself (RFC 7591) and is a device.',
  MACHINE: 'A service that calls with client credentials.',
  RESOURCE_SERVER: 'An API that tokens are issued for; it may introspect them.',
});
export type ApplicationKind = Word<typeof ApplicationKind>;

export const ApplicationStatus = words('ApplicationStatus', 'Whether an application may be used.', {
  ENABLED: 'May be used.',
  DISABLED: 'Its tokens are dead and new ones are refused.',
});
export type ApplicationStatus = Word<typeof ApplicationStatus>;

export const ApplicationVersionStatus = words(
  'ApplicationVersionStatus',
  'What the installations of a version may do.',
  {
    ENABLED: 'Everything.',
    LOGIN_ONLY: 'Go on: but none registers, and no user signs in on one for the first time.',
    DISABLED: 'Nothing: whatever was issued to them is dead, and they get nothing new.',
  },
);
export type ApplicationVersionStatus = Word<typeof ApplicationVersionStatus>;

export const ConsentMode = words('ConsentMode', 'When an application has to ask for consent.', {
  ALWAYS: 'At each authorization.',
  PERMANENT: 'Once, until the consent is revoked or more is asked for.',
  EXPIRES: 'Once per `consentLifetime`.',
  IMPLICIT: 'Never: the consent is recorded without asking. For first-party applications.',
});
export type ConsentMode = Word<typeof ConsentMode>;

export const PushProvider = words('PushProvider', 'Which push service brings messages to a device.', {
  WEBHOOK: 'A webhook that the operator of this service runs.',
  FCM: 'Firebase Cloud Messaging.',
  APNS: 'Apple Push Notification service.',
});
export type PushProvider = Word<typeof PushProvider>;

export const PushMode = words('PushMode', 'On how many devices a user may get the push messages of an application.', {
  SINGLE: 'On one: a second is refused until push is revoked on the first.',
  OVERRIDE: 'On one: the device that enrolls last takes over, and push ends on the others.',
  MULTIPLE: 'On any number of devices.',
});
export type PushMode = Word<typeof PushMode>;

export const PrincipalKind = words('PrincipalKind', 'What kind of caller holds the token.', {
  USER: 'A user.',
  SERVICE: 'A client with credentials of its own.',
});
export type PrincipalKind = Word<typeof PrincipalKind>;

export const EventOutcome = words('EventOutcome', 'How what an event reports ended.', {
  SUCCESS: 'It was done.',
  FAILURE: 'It was tried and failed.',
  DENIED: 'It was refused for lack of permission.',
});
export type EventOutcome = Word<typeof EventOutcome>;

export const EventType = words('EventType', 'What an event reports.', {
  USER_CREATED: 'A user was created.',
  USER_UPDATED: 'Data of a user was changed.',
  USER_DISABLED: 'A user was disabled.',
  USER_ENABLED: 'A user was enabled.',
  USER_DELETED: 'A user was deleted.',
  IMPORT_STARTED: 'An import of users was started.',
  IMPORT_FINISHED: 'An import came to its end, or was stopped.',
  USERS_EXPORTED: 'Users were given out as a file.',
  USER_DATA_EXPORTED: 'Everything that is held about a user was given out.',
  USER_REGISTERED: 'Somebody registered, or tried to with the address of a user.',
  CONFIRMATION_SENT: 'A new link was mailed to one who had registered.',
  USER_CONFIRMED: 'A registration was confirmed, or the link tried with a wrong password.',
  USER_LOCKED_DOWN:
    'A user was locked down: disabled, and whatever opened the account ended. The last administrator stays enabled.',
  OFFBOARDING_SCHEDULED: 'An off-boarding was scheduled.',
  OFFBOARDING_CANCELLED: 'An off-boarding was cancelled.',
  OFFBOARDING_CARRIED_OUT: 'An off-boarding was carried out.',
  OFFBOARDING_FAILED: 'An off-boarding could not be carried out and was given up.',
  IMPERSONATION_STARTED: 'Somebody began to act in the place of a user.',
  IMPERSONATION_ENDED: 'It was ended that somebody acts in the place of a user.',
  INVITATION_CREATED: 'Somebody was invited.',
  INVITATION_RESENT: 'An invitation was mailed again.',
  INVITATION_REVOKED: 'An invitation was revoked.',
  INVITATION_ACCEPTED: 'An invitation was accepted; the user can sign in.',
  PASSWORD_CHANGED: 'A password was set or changed, or a user tried to with a wrong present one.',
  PASSWORD_CHANGE_REQUIRED: 'Another password is asked for at the next sign-in.',
  PASSWORD_REMOVED: 'A password was removed, because what it was set with was revoked.',
  PASSWORD_LOCKED: 'A password was locked.',
  PASSWORD_UNLOCKED: 'A password was unlocked.',
  RECOVERY_LINK_CREATED: 'A link by which a user sets another password was made, and shown.',
  RECOVERY_LINK_MAILED: 'A link by which a user sets another password was mailed to the user.',
  RECOVERY_LINK_REVOKED: 'A recovery link ended before it was used.',
  RECOVERY_REQUESTED:
    'Somebody has asked for a link to the address of a user, by which the user sets another password.',
  SIGN_IN: 'A user signed in.',
  SIGN_IN_FAILED: 'A sign-in was refused.',
  SIGN_OUT: 'A user signed out.',
  SESSION_REVOKED: 'A session was revoked.',
  SESSIONS_REVOKED: 'All sessions of a user were revoked.',
  TOKEN_ISSUED: 'Tokens were issued.',
  TOKEN_REVOKED: 'A token was revoked.',
  TOKEN_REUSED: 'A consumed code or refresh token was presented again; its family ended.',
  GRANT_REVOKED: 'An access grant was revoked.',
  CONSENT_GIVEN: 'A user gave consent.',
  CONSENT_REVOKED: 'A consent was revoked.',
  APPLICATION_ACCESS_REVOKED: "An application's access to a user was revoked.",
  DEVICE_REGISTERED: 'An installation registered itself as a device.',
  DEVICE_CONNECTED: 'A user signed in on a device for the first time.',
  DEVICE_UPDATED: 'An installation told what has changed on its device.',
  DEVICE_DISCONNECTED: 'A user was disconnected from a device.',
  DEVICE_DELETED: 'A device was deleted.',
  PUSH_ENROLLED: 'A device enrolled for push messages.',
  PUSH_REVOKED: 'Push messages to a device ended.',
  MOBILE_AUTHENTICATION_ENROLLED: 'A user can confirm sign-ins on a device.',
  MOBILE_AUTHENTICATION_REVOKED: 'A user can no longer confirm sign-ins on a device.',
  AUTHENTICATION_REQUESTED: 'An application asked a user to confirm a sign-in on a device.',
  AUTHENTICATION_APPROVED: 'A user confirmed a sign-in on a device, or failed to.',
  AUTHENTICATION_DENIED: 'A user refused a sign-in on a device.',
  AUTHENTICATOR_ENROLLED: 'A second factor was added, or a further key on a device.',
  AUTHENTICATOR_RENAMED: 'A second factor, or a key on a device, got another name.',
  AUTHENTICATOR_REMOVED: 'A second factor was removed, or one of several keys from a device.',
  RECOVERY_CODE_USED: 'A user signed in with a recovery code, in place of another second factor.',
  APPLICATION_CREATED: 'An application was registered.',
  APPLICATION_UPDATED: 'Data of an application was changed.',
  APPLICATION_DISABLED: 'An application was disabled.',
  APPLICATION_ENABLED: 'An application was enabled.',
  APPLICATION_DELETED: 'An application was deleted.',
  APPLICATION_VERSION_CHANGED: 'A version of a mobile application was opened or closed.',
  CLIENT_SECRET_ROTATED: 'An application got a new client secret.',
  CLIENT_SECRET_REVOKED: 'A client secret of an application was revoked.',
  REGISTRATION_TOKEN_ROTATED: 'An application got a new registration token.',
  REGISTRATION_TOKEN_REVOKED:
    'The registration token of an application was revoked; no installation can register until it is rotated.',
  ROLE_ASSIGNED: 'A role was given to a user or a group.',
  ROLE_UNASSIGNED: 'A role was taken from a user or a group.',
  ROLE_CREATED: 'A role was made.',
  ROLE_UPDATED: 'A role was changed.',
  ROLE_DELETED: 'A role was deleted, and with it what was given of it.',
  GROUP_CREATED: 'A group was made.',
  GROUP_UPDATED: 'A group was changed, or put below another.',
  GROUP_DELETED: 'A group was deleted.',
  GROUP_MEMBER_ADDED: 'A user was put into a group.',
  GROUP_MEMBER_REMOVED: 'A user was taken out of a group.',
  SETTINGS_UPDATED: 'Settings of the service were changed.',
  MAIL_FAILED: 'A mail could not be sent and was given up.',
  ACCESS_DENIED: 'A caller asked for what is not allowed to it.',
});
export type EventType = Word<typeof EventType>;

export const PlanWarningCode = words('PlanWarningCode', 'What to beware of before a plan is carried out.', {
  OWN_SESSION: 'It ends the session or the token of the caller.',
  LAST_ADMINISTRATOR: 'It ends what belongs to the last administrator.',
  SERVICE_ACCOUNTS: 'It ends what belongs to service accounts.',
  DERIVED_CREDENTIALS:
    'Credentials and rights that were created with what ends would remain usable; `includeDerived` ends them too.',
  DERIVED_CHANGES:
    'Other changes were made with what ends, such as addresses, redirect URIs and settings; these stay, and somebody must look at them.',
});
export type PlanWarningCode = Word<typeof PlanWarningCode>;

export const OffboardingAction = words('OffboardingAction', 'What is to become of a user.', {
  DISABLE: 'The user is disabled, as by `disableUser`.',
  DELETE: 'The user is deleted for good, as by `deleteUser`, whether disabled before or not.',
});
export type OffboardingAction = Word<typeof OffboardingAction>;

export const AuthenticationDecision = words('AuthenticationDecision', 'What the user says to a sign-in.', {
  APPROVE: 'Yes, that is me.',
  DENY: 'No.',
});
export type AuthenticationDecision = Word<typeof AuthenticationDecision>;

export const AuthenticatorKind = words('AuthenticatorKind', 'What a user proves with it, and how.', {
  DEVICE_KEY: 'A key on a device, which asks nothing of the user before it signs.',
  PIN: 'A key on a device, which asks for a PIN before it signs.',
  BIOMETRIC: 'A key on a device, which asks for a fingerprint, a face or the like before it signs.',
  TOTP: 'An authenticator app: a code at the sign-in, after the password (RFC 6238).',
  RECOVERY_CODES: 'Codes on paper, each good once at the sign-in, in place of a second factor that was lost.',
  PASSKEY: 'A passkey (WebAuthn): at the sign-in after the password, or instead of it.',
});
export type AuthenticatorKind = Word<typeof AuthenticatorKind>;

export const MailKind = words('MailKind', 'What a mail is about.', {
  CONFIRMATION: 'Somebody has registered: the link by which they confirm their address.',
  INVITATION: 'Somebody is invited: the link by which they make their account.',
  ALREADY_REGISTERED: 'Somebody has tried to register with an address that has an account.',
  RECOVERY: 'A password was lost: the link by which the user sets another.',
  PASSWORD_CHANGED: 'The password of the user was set or changed.',
  CREDENTIAL_CHANGED:
    'Something that opens the account was added, changed or removed: a passkey, an API token, the address and the like.',
  MORE_CREDENTIALS_CHANGED:
    'More was changed within an hour than is mailed one by one; the events of the user list all of it.',
});
export type MailKind = Word<typeof MailKind>;

export const InvitationStatus = words('InvitationStatus', 'Whether an invitation may be accepted.', {
  PENDING: 'It may be accepted.',
  ACCEPTED: 'It was for one person, who has accepted it.',
  REVOKED: 'It was revoked.',
  EXPIRED: 'Its time ran out.',
});
export type InvitationStatus = Word<typeof InvitationStatus>;

export const HeldUpReason = words('HeldUpReason', 'Why deferred work was not carried out.', {
  CREATOR_ENDED:
    'The person who created it can no longer sign in, or the application that they used is disabled or deleted.',
  CREATOR_NOT_ENTITLED: 'The person or application that created it no longer has the permissions that it needs.',
});
export type HeldUpReason = Word<typeof HeldUpReason>;

export const ImportFormat = words('ImportFormat', 'What a file of users is written in.', {
  CSV: 'A line of column names, then a user in each line.',
  JSON_LINES: 'A JSON object in each line.',
  KEYCLOAK: 'A realm that Keycloak exported.',
  SCIM: 'A ListResponse of SCIM 2.0.',
});
export type ImportFormat = Word<typeof ImportFormat>;

export const ImportStatus = words('ImportStatus', 'How far an import has come.', {
  UPLOADING: 'The file is on its way.',
  READY: 'The file is here and was looked at; nothing was created yet.',
  RUNNING: 'Its users are being created.',
  DONE: 'Every line was created or refused.',
  STOPPED:
    'Whoever started it can no longer create these users, see `heldUpReason`; until `expiresAt` another administrator can go on with `importUsers`.',
  EXPIRED: 'It was not started in time; upload the file again.',
});
export type ImportStatus = Word<typeof ImportStatus>;

export const MailStatus = words('MailStatus', 'What became of a mail.', {
  QUEUED: 'It waits to be sent, or to be tried again.',
  SENT: 'The mail server has taken it.',
  FAILED: 'The mail server refused it, or could not be reached for about a day; see `fault`.',
  DROPPED: 'It was not sent, since what it was about was over.',
});
export type MailStatus = Word<typeof MailStatus>;

export const OrderDirection = words('OrderDirection', 'Which end of a list comes first.', {
  ASC: 'Smallest or oldest first.',
  DESC: 'Largest or newest first.',
});
export type OrderDirection = Word<typeof OrderDirection>;

export const DerivedCredentialKind = words(
  'DerivedCredentialKind',
  'What was created with a token, a session or a credential.',
  {
    PASSWORD: 'A password.',
    AUTHENTICATOR: 'A passkey, an authenticator app, recovery codes, or a key on a device.',
    RECOVERY_LINK: 'A recovery link.',
    API_TOKEN: 'An API token.',
    CLIENT_SECRET: 'A client secret of an application.',
    REGISTRATION_TOKEN: 'A registration token of a mobile application.',
    DEVICE: 'An installation that registered with a registration token.',
    INVITATION: 'An invitation.',
    SESSION: 'An impersonation, or a session that a derived credential opened.',
    TOKEN_FAMILY: 'A sign-in of another application that was confirmed on a device.',
    APPLICATION: 'An application.',
    USER: 'A user account.',
    ROLE_ASSIGNMENT: 'A role that was given to a user or a group.',
    GROUP_MEMBERSHIP: 'A user who was added to a group.',
    OFFBOARDING: 'An off-boarding that was scheduled.',
    CHANGE:
      'Any other change that could give somebody authority, such as another e-mail address or redirect URI. Nothing undoes it by itself: look at it; `mutation` says what was asked.',
  },
);
export type DerivedCredentialKind = Word<typeof DerivedCredentialKind>;

export const RevocationItemType = words('RevocationItemType', 'What kind of thing ended.', {
  USER: 'A user.',
  DEVICE_LINK: 'A user on a device.',
  DEVICE: 'A device with its client credentials.',
  SESSION: 'A session.',
  ACCESS_TOKEN: 'An access token.',
  REFRESH_TOKEN: 'A refresh token.',
  API_TOKEN: 'An API token.',
  ACCESS_GRANT: 'An authorization code that was not exchanged.',
  CONSENT: 'A consent.',
  PUSH_ENROLLMENT: 'The push messages to a user on a device.',
  AUTHENTICATOR: 'A second factor, or a key that confirmed sign-ins on a device.',
  PASSWORD: 'A password. The user needs a recovery link to set a new one.',
  CLIENT_SECRET: 'A client secret of an application.',
  RECOVERY_LINK: 'A recovery link that was not used.',
  INVITATION: 'An invitation that could still be accepted.',
  REGISTRATION_TOKEN: 'A registration token of a mobile application.',
  APPLICATION: 'An application that can no longer be used.',
  ROLE_ASSIGNMENT: 'A role of a user or a group, which was taken back.',
  GROUP_MEMBERSHIP: 'A user in a group, who was taken out.',
  OFFBOARDING: 'An off-boarding that was due, which was cancelled.',
});
export type RevocationItemType = Word<typeof RevocationItemType>;

const REFUSALS = {
  NOT_FOUND: 'There is no such object, or you may not see it.',
  FORBIDDEN: 'The caller lacks the permission, or the user holds more than the caller.',
  CONFLICT: 'Something else has this value already; `path` names the field.',
  INVALID_INPUT: 'A value is not acceptable; `path` names the field.',
  INVALID_STATE: 'The object is in a state in which this cannot be done.',
  EXTERNALLY_MANAGED: 'The external source owns this value.',
  AFFECTED_USERS_CHANGED: 'The users of the device are not those that were confirmed; see `users`.',
  VERSION_CONFLICT: 'The object was changed by somebody else; see `current`.',
  PLAN_DRIFTED: 'It would no longer end exactly what was planned; see `planned` and `actual`.',
  PLAN_EXPIRED: 'The plan is too old; make a new one.',
  COUNT_MISMATCH: 'The filter selects another number than was expected; see `actual`.',
  INVALID_SIGNATURE: 'The signature is not the one that was asked for.',
  IDEMPOTENCY_MISMATCH: 'This idempotency key was used with another input.',
  LAST_ADMINISTRATOR: 'It would leave no enabled administrator.',
  SELF_ACTION: 'Administrators cannot do this to themselves.',
  MAIL_UNAVAILABLE: 'A mail is needed and cannot be sent: there is no mail server, or the user has no address.',
  RATE_LIMITED: 'Too many tries; wait and try again.',
};

export const ErrorCode = words(
  'ErrorCode',
  'Why a mutation was not carried out. More may come; treat an unknown one as a refusal.',
  REFUSALS,
);
export type ErrorCode = Word<typeof ErrorCode>;

export const RefusalCode = words('RefusalCode', 'Why a mutation would not be carried out.', {
  ...REFUSALS,
});
export type RefusalCode = Word<typeof RefusalCode>;
