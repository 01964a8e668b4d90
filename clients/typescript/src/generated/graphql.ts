/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Which applications. Conditions AND together, values inside one OR. */
export type ApplicationFilter = {
  /** Any of these. */
  kind?: Array<ApplicationKind> | null | undefined;
  /** Part of the name, ignoring case. */
  search?: string | null | undefined;
  /** Any of these. */
  status?: Array<ApplicationStatus> | null | undefined;
};

/** Type of OAuth client. */
export type ApplicationKind =
  /** A service that uses the client credentials grant. */
  | 'MACHINE'
  /** A mobile app. Each installation registers itself (RFC 7591) and is shown as a device. */
  | 'MOBILE'
  /** An API that tokens are issued for. It can introspect them. */
  | 'RESOURCE_SERVER'
  /** A public client in the browser. Uses authorization code with PKCE and has no secret. */
  | 'SPA'
  /** A confidential web application with a client secret. */
  | 'WEB';

/** Status of an application. */
export type ApplicationStatus =
  /** Its tokens are invalid and no new ones are issued. */
  | 'DISABLED'
  /** The application can be used. */
  | 'ENABLED';

/** A condition on an attribute. Set exactly one of `equals` and `exists`. */
export type AttributeCondition = {
  /** The attribute has exactly this value: any JSON value except null. */
  equals?: unknown;
  /** True: the attribute is present. False: it is absent. */
  exists?: boolean | null | undefined;
  /** The name of a top-level key of `attributes`. */
  name: string;
};

/** Type of authenticator. */
export type AuthenticatorKind =
  /** A key on a device that requires biometrics, such as a fingerprint or face. */
  | 'BIOMETRIC'
  /** A key on a device that signs without asking the user for a PIN or biometrics. */
  | 'DEVICE_KEY'
  /** A passkey (WebAuthn), used after the password or instead of it. */
  | 'PASSKEY'
  /** A key on a device that requires a PIN. */
  | 'PIN'
  /** Printable one-time codes that replace a lost second factor at sign-in. */
  | 'RECOVERY_CODES'
  /** An authenticator app: a code that is entered after the password (RFC 6238). */
  | 'TOTP';

/** Whether an authenticator can be used. */
export type AuthenticatorStatus =
  /** It can be used. */
  | 'ACTIVE'
  /** It was removed. */
  | 'ENDED';

/** Status of a consent. */
export type ConsentStatus =
  /** The consent is in effect. */
  | 'ACTIVE'
  /** Reached its `expiresAt`. The application has to ask for consent again. */
  | 'EXPIRED'
  /** Revoked; see `endReason`. */
  | 'REVOKED';

/** A local user to create. The user is active immediately. */
export type CreateUserInput = {
  /** Custom attributes, at most 32 KB. */
  attributes?: Record<string, unknown> | null | undefined;
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** Unique ignoring case. */
  email?: string | null | undefined;
  /** Whether the address is confirmed. Defaults to false. */
  emailVerified?: boolean | null | undefined;
  /** When the account expires. Defaults to never. */
  expiresAt?: string | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Display name. */
  name?: string | null | undefined;
  /** At least 15 characters. Without a password the user cannot sign in until one is set. */
  password?: string | null | undefined;
  /** Folder, such as `emea/sales`. It grants no permissions. */
  path?: string | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
  /** Defaults to INTERNAL. To create a service account, prefer `createServiceAccount`. INTERNAL_SERVICE_ACCOUNT cannot be set through the API. */
  type?: UserType | null | undefined;
  /** Unique ignoring case, 1 to 150 characters. */
  username: string;
};

/** Whether a user is connected to a device. */
export type DeviceLinkStatus =
  /** The user is connected. */
  | 'ACTIVE'
  /** The user was disconnected, or the device was deleted. */
  | 'ENDED';

/** The user to disable. */
export type DisableUserInput = {
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Run only if the object still has this `version`. */
  ifVersion?: number | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
  /** The user. */
  userId: string;
};

/** The user to disconnect, and the device. Other users on it and its client credentials are not affected. */
export type DisconnectDeviceInput = {
  /** The device. */
  deviceId: string;
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Run only if the object still has this `version`. */
  ifVersion?: number | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
  /** The user. */
  userId: string;
};

/** The user to enable. */
export type EnableUserInput = {
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Run only if the object still has this `version`. */
  ifVersion?: number | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
  /** The user. */
  userId: string;
};

/** Why an object ended. */
export type EndReason =
  /** All sessions of the user were revoked. */
  | 'ALL_SESSIONS_REVOKED'
  /** The application's access to the user was revoked. */
  | 'APPLICATION_ACCESS_REVOKED'
  /** The application was deleted. */
  | 'APPLICATION_DELETED'
  /** The application was disabled. */
  | 'APPLICATION_DISABLED'
  /** The application version on the device was disabled. */
  | 'APPLICATION_VERSION_DISABLED'
  /** The consent it was based on was revoked. */
  | 'CONSENT_REVOKED'
  /** The device was deleted. */
  | 'DEVICE_DELETED'
  /** The user was disconnected from the device. */
  | 'DEVICE_DISCONNECTED'
  /** All sessions and tokens of all users were revoked. */
  | 'EVERYTHING_REVOKED'
  /** The authorization code was exchanged for tokens. */
  | 'EXCHANGED'
  /** It expired. */
  | 'EXPIRED'
  /** The impersonation was ended, or the impersonator lost the right to impersonate. */
  | 'IMPERSONATION_ENDED'
  /** The user signed out. */
  | 'LOGOUT'
  /** The password was changed. */
  | 'PASSWORD_CHANGED'
  /** The refresh token of the same family was revoked. */
  | 'REFRESH_TOKEN_REVOKED'
  /** It was replaced by a new sign-in in the same browser. */
  | 'REPLACED'
  /** It was revoked directly. */
  | 'REVOKED'
  /** The refresh token was exchanged for a new one. */
  | 'ROTATED'
  /** The user added a second factor, and the session had started with only one. */
  | 'SECOND_FACTOR_ADDED'
  /** The session that issued it ended. */
  | 'SESSION_ENDED'
  /** The user signed in elsewhere and had reached the session limit. */
  | 'SESSION_LIMIT'
  /** The credential or session that created it was revoked together with everything derived from it. */
  | 'SOURCE_REVOKED'
  /** A refresh token or authorization code of its family was used a second time. */
  | 'TOKEN_REUSED'
  /** The user was deleted. */
  | 'USER_DELETED'
  /** The user was disabled, or the user account expired. */
  | 'USER_DISABLED';

/** The code of an error: `code` in the `errors` of a payload, `extensions.code` in the `errors` of a response. New values may be added; treat an unknown one as a refusal. */
export type ErrorCode =
  /** The users of the device differ from the confirmed ones; see `users`. */
  | 'AFFECTED_USERS_CHANGED'
  /** The request does not match the schema, or a value is invalid; `extensions.argument` names it. Only in errors of the response. */
  | 'BAD_USER_INPUT'
  /** The value is already in use; `path` names the field. */
  | 'CONFLICT'
  /** The filter matches a different number of objects than expected; see `actual`. */
  | 'COUNT_MISMATCH'
  /** The field is managed by an external source. */
  | 'EXTERNALLY_MANAGED'
  /** The caller lacks the required permission, or the user holds permissions that the caller does not. */
  | 'FORBIDDEN'
  /** The idempotency key was already used with different input. */
  | 'IDEMPOTENCY_MISMATCH'
  /** The user must sign in again, as `extensions` says (RFC 9470). Only in errors of the response. */
  | 'INSUFFICIENT_AUTHENTICATION'
  /** A fault of the service; `extensions.requestId` is in its log. Only in errors of the response. */
  | 'INTERNAL_SERVER_ERROR'
  /** A value is invalid; `path` names the field. */
  | 'INVALID_INPUT'
  /** The signature is invalid. */
  | 'INVALID_SIGNATURE'
  /** The object is in the wrong state for this operation. */
  | 'INVALID_STATE'
  /** The operation would leave no enabled administrator. */
  | 'LAST_ADMINISTRATOR'
  /** A mail is required but cannot be sent: no mail server is configured, or the user has no address. */
  | 'MAIL_UNAVAILABLE'
  /** Object not found, or you do not have access. */
  | 'NOT_FOUND'
  /** The plan would no longer end exactly what was planned; see `planned` and `actual`. */
  | 'PLAN_DRIFTED'
  /** The plan has expired. Create a new one. */
  | 'PLAN_EXPIRED'
  /** Too many attempts. Try again later. */
  | 'RATE_LIMITED'
  /** Administrators cannot do this to themselves. */
  | 'SELF_ACTION'
  /** A valid access token is required. Only in errors of the response. */
  | 'UNAUTHENTICATED'
  /** The service cannot answer now. Try again later. Only in errors of the response. */
  | 'UNAVAILABLE'
  /** The object has been changed in the meantime; see `current`. */
  | 'VERSION_CONFLICT';

/** Which events to list. Conditions are combined with AND, the values of one condition with OR. */
export type EventFilter = {
  /** Done by this user. */
  actorUserId?: string | null | undefined;
  /** About this application. */
  applicationId?: string | null | undefined;
  /** About this device. */
  deviceId?: string | null | undefined;
  /** Happened at or after. */
  from?: string | null | undefined;
  /** Done by this user while impersonating another. */
  impersonatorId?: string | null | undefined;
  /** From exactly this IP address. */
  ip?: string | null | undefined;
  /** One of these. */
  outcome?: Array<EventOutcome> | null | undefined;
  /** With this receipt. */
  revocationId?: string | null | undefined;
  /** About this session. */
  sessionId?: string | null | undefined;
  /** Happened at or before. */
  to?: string | null | undefined;
  /** One of these. */
  type?: Array<EventType> | null | undefined;
  /** About this user. */
  userId?: string | null | undefined;
};

/** Outcome of the reported action. */
export type EventOutcome =
  /** It was refused because the caller lacks permission. */
  | 'DENIED'
  /** It was attempted and failed. */
  | 'FAILURE'
  /** It succeeded. */
  | 'SUCCESS';

/** Type of event. */
export type EventType =
  /** A caller was denied access. */
  | 'ACCESS_DENIED'
  /** An application's access to a user was revoked. */
  | 'APPLICATION_ACCESS_REVOKED'
  /** An application was registered. */
  | 'APPLICATION_CREATED'
  /** An application was deleted. */
  | 'APPLICATION_DELETED'
  /** An application was disabled. */
  | 'APPLICATION_DISABLED'
  /** An application was enabled. */
  | 'APPLICATION_ENABLED'
  /** An application was updated. */
  | 'APPLICATION_UPDATED'
  /** The status of a mobile application version changed. */
  | 'APPLICATION_VERSION_CHANGED'
  /** A user confirmed a sign-in on a device, or the confirmation failed. */
  | 'AUTHENTICATION_APPROVED'
  /** A user denied a sign-in on a device. */
  | 'AUTHENTICATION_DENIED'
  /** An application asked a user to confirm a sign-in on a device. */
  | 'AUTHENTICATION_REQUESTED'
  /** A second factor or an additional device key was added. */
  | 'AUTHENTICATOR_ENROLLED'
  /** A second factor or one of several device keys was removed. */
  | 'AUTHENTICATOR_REMOVED'
  /** A second factor or device key was renamed. */
  | 'AUTHENTICATOR_RENAMED'
  /** A client secret of an application was revoked. */
  | 'CLIENT_SECRET_REVOKED'
  /** A new client secret was created for an application. */
  | 'CLIENT_SECRET_ROTATED'
  /** A new confirmation link was mailed to someone who had registered. */
  | 'CONFIRMATION_SENT'
  /** A user granted consent. */
  | 'CONSENT_GIVEN'
  /** A consent was revoked. */
  | 'CONSENT_REVOKED'
  /** A user signed in on a device for the first time. */
  | 'DEVICE_CONNECTED'
  /** A device was deleted. */
  | 'DEVICE_DELETED'
  /** A user was disconnected from a device. */
  | 'DEVICE_DISCONNECTED'
  /** An app installation registered itself as a device. */
  | 'DEVICE_REGISTERED'
  /** An app installation reported changed device details. */
  | 'DEVICE_UPDATED'
  /** All sessions and tokens of all users were revoked. */
  | 'EVERYTHING_REVOKED'
  /** An access grant was revoked. */
  | 'GRANT_REVOKED'
  /** A group was created. */
  | 'GROUP_CREATED'
  /** A group was deleted. */
  | 'GROUP_DELETED'
  /** A user was added to a group. */
  | 'GROUP_MEMBER_ADDED'
  /** A user was removed from a group. */
  | 'GROUP_MEMBER_REMOVED'
  /** A group was updated or moved. */
  | 'GROUP_UPDATED'
  /** An impersonation ended. */
  | 'IMPERSONATION_ENDED'
  /** An impersonation started. */
  | 'IMPERSONATION_STARTED'
  /** An upload of users was discarded before it was started. */
  | 'IMPORT_DISCARDED'
  /** An import of users finished or was stopped. */
  | 'IMPORT_FINISHED'
  /** An import of users was started. */
  | 'IMPORT_STARTED'
  /** An invitation was accepted; the user can now sign in. */
  | 'INVITATION_ACCEPTED'
  /** Someone was invited. */
  | 'INVITATION_CREATED'
  /** An invitation was resent. */
  | 'INVITATION_RESENT'
  /** An invitation was revoked. */
  | 'INVITATION_REVOKED'
  /** A mail could not be delivered and will not be retried. */
  | 'MAIL_FAILED'
  /** A user enrolled a device for confirming sign-ins. */
  | 'MOBILE_AUTHENTICATION_ENROLLED'
  /** A device can no longer confirm a user's sign-ins. */
  | 'MOBILE_AUTHENTICATION_REVOKED'
  /** An off-boarding was cancelled. */
  | 'OFFBOARDING_CANCELLED'
  /** A scheduled off-boarding was executed. */
  | 'OFFBOARDING_CARRIED_OUT'
  /** A scheduled off-boarding failed and will not be retried. */
  | 'OFFBOARDING_FAILED'
  /** An off-boarding was scheduled. */
  | 'OFFBOARDING_SCHEDULED'
  /** A password was set or changed, or a change failed because the current password was wrong. */
  | 'PASSWORD_CHANGED'
  /** A password change was required at the next sign-in. */
  | 'PASSWORD_CHANGE_REQUIRED'
  /** A password was locked. */
  | 'PASSWORD_LOCKED'
  /** A password was removed because the credential or session that set it was revoked. */
  | 'PASSWORD_REMOVED'
  /** A password was unlocked. */
  | 'PASSWORD_UNLOCKED'
  /** A device enrolled for push messages. */
  | 'PUSH_ENROLLED'
  /** Push messages to a device were revoked. */
  | 'PUSH_REVOKED'
  /** The items of a large receipt could not be written in the background. What it ended stays ended. */
  | 'RECEIPT_INCOMPLETE'
  /** A user signed in with a recovery code instead of another second factor. */
  | 'RECOVERY_CODE_USED'
  /** A password recovery link was created and shown to an administrator. */
  | 'RECOVERY_LINK_CREATED'
  /** A password recovery link was mailed to the user. */
  | 'RECOVERY_LINK_MAILED'
  /** A recovery link was revoked before it was used. */
  | 'RECOVERY_LINK_REVOKED'
  /** Someone requested a password recovery link for a user's address. */
  | 'RECOVERY_REQUESTED'
  /** The registration token of an application was revoked; installations cannot register until it is rotated. */
  | 'REGISTRATION_TOKEN_REVOKED'
  /** A new registration token was created for an application. */
  | 'REGISTRATION_TOKEN_ROTATED'
  /** A role was assigned to a user or group. */
  | 'ROLE_ASSIGNED'
  /** A role was created. */
  | 'ROLE_CREATED'
  /** A role and all its assignments were deleted. */
  | 'ROLE_DELETED'
  /** A role assignment was removed from a user or group. */
  | 'ROLE_UNASSIGNED'
  /** A role was updated. */
  | 'ROLE_UPDATED'
  /** All sessions of a user were revoked. */
  | 'SESSIONS_REVOKED'
  /** A session was revoked. */
  | 'SESSION_REVOKED'
  /** Service settings were changed. */
  | 'SETTINGS_UPDATED'
  /** A user signed in. */
  | 'SIGN_IN'
  /** A sign-in was refused. */
  | 'SIGN_IN_FAILED'
  /** A user signed out. */
  | 'SIGN_OUT'
  /** Tokens were issued. */
  | 'TOKEN_ISSUED'
  /** An authorization code or refresh token was used a second time; its token family was revoked. */
  | 'TOKEN_REUSED'
  /** A token was revoked. */
  | 'TOKEN_REVOKED'
  /** Users were exported to a file. */
  | 'USERS_EXPORTED'
  /** A registration was confirmed, or a confirmation failed because of a wrong password. */
  | 'USER_CONFIRMED'
  /** A user was created. */
  | 'USER_CREATED'
  /** All data about a user was exported. */
  | 'USER_DATA_EXPORTED'
  /** A user was deleted. */
  | 'USER_DELETED'
  /** A user was disabled. */
  | 'USER_DISABLED'
  /** A user was enabled. */
  | 'USER_ENABLED'
  /** A user was locked down: disabled, with all credentials revoked. The last administrator stays enabled. */
  | 'USER_LOCKED_DOWN'
  /** Someone registered, or tried to register with the address of an existing user. */
  | 'USER_REGISTERED'
  /** A user was updated. */
  | 'USER_UPDATED';

/** The token to explain. */
export type ExplainTokenInput = {
  /** The value of the token. If you have its id, use the query `explainToken`. */
  token: string;
};

/** Sort direction. */
export type OrderDirection =
  /** Smallest or oldest first. */
  | 'ASC'
  /** Largest or newest first. */
  | 'DESC';

/** A permission. The description of each value names the corresponding OAuth scope. */
export type Permission =
  /** Scope `applications:manage`. */
  | 'APPLICATIONS_MANAGE'
  /** Scope `applications:read`. */
  | 'APPLICATIONS_READ'
  /** Scope `applicationAccess:revoke`. */
  | 'APPLICATION_ACCESS_REVOKE'
  /** Scope `authenticators:remove`. */
  | 'AUTHENTICATORS_REMOVE'
  /** Scope `consents:read`. */
  | 'CONSENTS_READ'
  /** Scope `consents:revoke`. */
  | 'CONSENTS_REVOKE'
  /** Scope `devices:delete`. */
  | 'DEVICES_DELETE'
  /** Scope `devices:disconnect`. */
  | 'DEVICES_DISCONNECT'
  /** Scope `devices:read`. */
  | 'DEVICES_READ'
  /** Scope `events:read`. */
  | 'EVENTS_READ'
  /** Scope `events:search`. */
  | 'EVENTS_SEARCH'
  /** Scope `everything:revoke`. */
  | 'EVERYTHING_REVOKE'
  /** Scope `grants:read`. */
  | 'GRANTS_READ'
  /** Scope `grants:revoke`. */
  | 'GRANTS_REVOKE'
  /** Scope `groups:manage`. */
  | 'GROUPS_MANAGE'
  /** Scope `groups:read`. */
  | 'GROUPS_READ'
  /** Scope `mails:read`. */
  | 'MAILS_READ'
  /** Scope `metrics:read`. */
  | 'METRICS_READ'
  /** Scope `revocations:read`. */
  | 'REVOCATIONS_READ'
  /** Scope `roles:assign`. */
  | 'ROLES_ASSIGN'
  /** Scope `roles:manage`. */
  | 'ROLES_MANAGE'
  /** Scope `roles:read`. */
  | 'ROLES_READ'
  /** Scope `sessions:read`. */
  | 'SESSIONS_READ'
  /** Scope `sessions:revoke`. */
  | 'SESSIONS_REVOKE'
  /** Scope `settings:manage`. */
  | 'SETTINGS_MANAGE'
  /** Scope `settings:read`. */
  | 'SETTINGS_READ'
  /** Scope `tokens:create`. */
  | 'TOKENS_CREATE'
  /** Scope `tokens:explain`. */
  | 'TOKENS_EXPLAIN'
  /** Scope `tokens:introspect`. */
  | 'TOKENS_INTROSPECT'
  /** Scope `tokens:read`. */
  | 'TOKENS_READ'
  /** Scope `tokens:revoke`. */
  | 'TOKENS_REVOKE'
  /** Scope `users:create`. */
  | 'USERS_CREATE'
  /** Scope `users:delete`. */
  | 'USERS_DELETE'
  /** Scope `users:disable`. */
  | 'USERS_DISABLE'
  /** Scope `users:impersonate`. */
  | 'USERS_IMPERSONATE'
  /** Scope `users:lockDown`. */
  | 'USERS_LOCK_DOWN'
  /** Scope `users:offboard`. */
  | 'USERS_OFFBOARD'
  /** Scope `users:read`. */
  | 'USERS_READ'
  /** Scope `users:setPassword`. */
  | 'USERS_SET_PASSWORD'
  /** Scope `users:setSubject`. */
  | 'USERS_SET_SUBJECT'
  /** Scope `users:update`. */
  | 'USERS_UPDATE';

/** Operating system or platform of a device or browser. */
export type Platform =
  /** Android. */
  | 'ANDROID'
  /** iPhone or iPad. */
  | 'IOS'
  /** Linux, including ChromeOS. */
  | 'LINUX'
  /** macOS. */
  | 'MACOS'
  /** Any other platform. */
  | 'OTHER'
  /** A web client on an unknown operating system. */
  | 'WEB'
  /** Windows. */
  | 'WINDOWS';

/** Type of caller. */
export type PrincipalKind =
  /** A client with its own credentials. */
  | 'SERVICE'
  /** A user. */
  | 'USER';

/** Why a mutation would be refused. */
export type RefusalCode =
  /** The users of the device differ from the confirmed ones; see `users`. */
  | 'AFFECTED_USERS_CHANGED'
  /** The value is already in use; `path` names the field. */
  | 'CONFLICT'
  /** The filter matches a different number of objects than expected; see `actual`. */
  | 'COUNT_MISMATCH'
  /** The field is managed by an external source. */
  | 'EXTERNALLY_MANAGED'
  /** The caller lacks the required permission, or the user holds permissions that the caller does not. */
  | 'FORBIDDEN'
  /** The idempotency key was already used with different input. */
  | 'IDEMPOTENCY_MISMATCH'
  /** A value is invalid; `path` names the field. */
  | 'INVALID_INPUT'
  /** The signature is invalid. */
  | 'INVALID_SIGNATURE'
  /** The object is in the wrong state for this operation. */
  | 'INVALID_STATE'
  /** The operation would leave no enabled administrator. */
  | 'LAST_ADMINISTRATOR'
  /** A mail is required but cannot be sent: no mail server is configured, or the user has no address. */
  | 'MAIL_UNAVAILABLE'
  /** Object not found, or you do not have access. */
  | 'NOT_FOUND'
  /** The plan would no longer end exactly what was planned; see `planned` and `actual`. */
  | 'PLAN_DRIFTED'
  /** The plan has expired. Create a new one. */
  | 'PLAN_EXPIRED'
  /** Too many attempts. Try again later. */
  | 'RATE_LIMITED'
  /** Administrators cannot do this to themselves. */
  | 'SELF_ACTION'
  /** The object has been changed in the meantime; see `current`. */
  | 'VERSION_CONFLICT';

/** One of your devices to remove. */
export type RemoveMyDeviceInput = {
  /** The device. */
  deviceId: string;
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Run only if the object still has this `version`. */
  ifVersion?: number | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
};

/** Type of object that ended. */
export type RevocationItemType =
  /** An authorization code that was never exchanged. */
  | 'ACCESS_GRANT'
  /** An access token. */
  | 'ACCESS_TOKEN'
  /** An API token. */
  | 'API_TOKEN'
  /** An application. */
  | 'APPLICATION'
  /** A second factor, or a device key that confirmed sign-ins. */
  | 'AUTHENTICATOR'
  /** A client secret of an application. */
  | 'CLIENT_SECRET'
  /** A consent. */
  | 'CONSENT'
  /** A device and its client credentials. */
  | 'DEVICE'
  /** A link between a user and a device. */
  | 'DEVICE_LINK'
  /** A group membership. */
  | 'GROUP_MEMBERSHIP'
  /** An invitation that could still have been accepted. */
  | 'INVITATION'
  /** A pending off-boarding. */
  | 'OFFBOARDING'
  /** A password. The user needs a recovery link to set a new one. */
  | 'PASSWORD'
  /** A user's push enrollment on a device. */
  | 'PUSH_ENROLLMENT'
  /** An unused recovery link. */
  | 'RECOVERY_LINK'
  /** A refresh token. */
  | 'REFRESH_TOKEN'
  /** A registration token of a mobile application. */
  | 'REGISTRATION_TOKEN'
  /** A role assignment of a user or group. */
  | 'ROLE_ASSIGNMENT'
  /** A session. */
  | 'SESSION'
  /** A user. */
  | 'USER';

/** The user whose sessions to end. The user stays active and can sign in again. */
export type RevokeAllSessionsInput = {
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** Whether to keep the current session and its tokens, if it belongs to this user. Defaults to false. */
  exceptCurrent?: boolean | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Run only if the object still has this `version`. */
  ifVersion?: number | null | undefined;
  /** Whether everything that was created with it ends too, directly or indirectly: passwords, second factors, tokens, links, secrets, sessions, applications and accounts. The caller must be allowed to end all of it; otherwise nothing ends. Defaults to false. */
  includeDerived?: boolean | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
  /** The user. */
  userId: string;
};

/** The consent to end, with everything issued under it. */
export type RevokeConsentInput = {
  /** The consent. */
  consentId: string;
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
};

/** The session to end. Ending your current session signs you out. */
export type RevokeSessionInput = {
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Whether everything that was created with it ends too, directly or indirectly: passwords, second factors, tokens, links, secrets, sessions, applications and accounts. The caller must be allowed to end all of it; otherwise nothing ends. Defaults to false. */
  includeDerived?: boolean | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
  /** Whether to end the tokens and access grants that it issued too. Defaults to the setting `sessionsRevokeTokens`; always true with `includeDerived`. */
  removeTokens?: boolean | null | undefined;
  /** The session. */
  sessionId: string;
};

/** The sessions to end, by id or by filter. */
export type RevokeSessionsInput = {
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** Required with a filter, except for dry runs: how many live objects you expect it to match. If the number differs, nothing is done. */
  expectedCount?: number | null | undefined;
  /** Selects live sessions, at most 10,000. */
  filter?: SessionFilter | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
  /** Whether to end the tokens and access grants that they issued too. Defaults to the setting `sessionsRevokeTokens`. */
  removeTokens?: boolean | null | undefined;
  /** The ids of the sessions, at most 10,000. */
  sessionIds?: Array<string> | null | undefined;
};

/** The token to end. An access token ends by itself, a refresh token with its whole family. */
export type RevokeTokenInput = {
  /** Returns what would happen without changing anything. */
  dryRun?: boolean | null | undefined;
  /** An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Whether everything that was created with it ends too, directly or indirectly: passwords, second factors, tokens, links, secrets, sessions, applications and accounts. The caller must be allowed to end all of it; otherwise nothing ends. Defaults to false. An access token then ends with its whole family. */
  includeDerived?: boolean | null | undefined;
  /** The reason, for the audit trail. At most 500 characters. */
  reason?: string | null | undefined;
  /** The id of the token, not its value. */
  tokenId: string;
};

/** Selects sessions. All conditions must match; a list matches if any of its values does. */
export type SessionFilter = {
  /** Sessions in which this application was used. */
  applicationId?: string | null | undefined;
  /** Sessions that began at or after this time. */
  createdFrom?: string | null | undefined;
  /** Sessions that began at or before this time. */
  createdTo?: string | null | undefined;
  /** Sessions on this device. */
  deviceId?: string | null | undefined;
  /** True selects impersonations, false all other sessions. */
  impersonated?: boolean | null | undefined;
  /** Sessions in which this user impersonates another. */
  impersonatorId?: string | null | undefined;
  /** Sessions from exactly this IP address. */
  ip?: string | null | undefined;
  /** Sessions last used at or after this time. */
  lastSeenFrom?: string | null | undefined;
  /** Sessions last used at or before this time. */
  lastSeenTo?: string | null | undefined;
  /** Sessions on any of these platforms. */
  platform?: Array<Platform> | null | undefined;
  /** Sessions with any of these statuses. */
  status?: Array<SessionStatus> | null | undefined;
  /** Sessions of this user. */
  userId?: string | null | undefined;
};

/** Status of a session. */
export type SessionStatus =
  /** Live: the session can be used. */
  | 'ACTIVE'
  /** Ended before it expired; see `endReason`. */
  | 'ENDED'
  /** Reached its `expiresAt`. */
  | 'EXPIRED';

/** Selects tokens. All conditions must match; a list matches if any of its values does. */
export type TokenFilter = {
  /** Tokens issued to this application, on any installation. */
  applicationId?: string | null | undefined;
  /** Tokens issued to this device. */
  deviceId?: string | null | undefined;
  /** Tokens of any of these kinds. */
  kind?: Array<TokenKind> | null | undefined;
  /** Tokens with this scope. */
  scope?: string | null | undefined;
  /** Tokens issued by this session. */
  sessionId?: string | null | undefined;
  /** Tokens with any of these statuses. */
  status?: Array<TokenStatus> | null | undefined;
  /** Tokens of this user. */
  userId?: string | null | undefined;
};

/** Kind of token. */
export type TokenKind =
  /** An OAuth access token (RFC 6749 section 1.4). */
  | 'ACCESS'
  /** A token for scripts, created by `createApiToken`. Valid until it expires or is revoked. */
  | 'API'
  /** An OAuth refresh token (RFC 6749 section 1.5). Each one can be used once. */
  | 'REFRESH';

/** What a token depends on. A token is live as long as all of its links hold. */
export type TokenLinkKind =
  /** The application it was issued to. */
  | 'APPLICATION'
  /** The consent it is based on. */
  | 'CONSENT'
  /** The device it was issued to. */
  | 'DEVICE'
  /** The link between the user and the device it was issued to. */
  | 'DEVICE_LINK'
  /** The authorization it was issued under, including all of its tokens. */
  | 'FAMILY'
  /** The user who impersonates the session's user. */
  | 'IMPERSONATOR'
  /** The session that issued it. */
  | 'SESSION'
  /** The token itself: not revoked, used or expired. */
  | 'TOKEN'
  /** The user it belongs to. */
  | 'USER';

/** Status of a token. */
export type TokenStatus =
  /** Live: introspection reports it as active. */
  | 'ACTIVE'
  /** Reached its `expiresAt`. */
  | 'EXPIRED'
  /** Ended before it expired; see `endReason`. */
  | 'REVOKED'
  /** An API token whose user cannot sign in at the moment. It works again once the user is enabled. */
  | 'SUSPENDED';

/** Identifies a user. Set exactly one field. */
export type UserBy = {
  /** By email address, ignoring case. */
  email?: string | null | undefined;
  /** By id. */
  id?: string | null | undefined;
  /** By an id that the user had in another system. */
  previousId?: string | null | undefined;
  /** By username, ignoring case. */
  username?: string | null | undefined;
};

/** Filter for users. Conditions are combined with AND, the values of one condition with OR. */
export type UserFilter = {
  /** Matches all of these conditions, at most 10. */
  attributes?: Array<AttributeCondition> | null | undefined;
  /** Created at or after this time. */
  createdFrom?: string | null | undefined;
  /** Created at or before this time. */
  createdTo?: string | null | undefined;
  /** Member of this group or of a group below it. */
  groupId?: string | null | undefined;
  /** Has an active session (true) or has none (false). */
  hasLiveSession?: boolean | null | undefined;
  /** No activity at or after this time: not created, not enabled, no sign-in, no use of a session or token. */
  lastActivityBefore?: string | null | undefined;
  /** Last signed in at or after this time. */
  lastLoginFrom?: string | null | undefined;
  /** Last signed in at or before this time. */
  lastLoginTo?: string | null | undefined;
  /** In this folder or below it. */
  path?: string | null | undefined;
  /** Had this id in another system: exactly, since such an id belongs to one user. */
  previousId?: string | null | undefined;
  /** Holds the role with this name, ignoring case. */
  role?: string | null | undefined;
  /** Part of the username, email address or name, ignoring case. */
  search?: string | null | undefined;
  /** Any of these values. */
  source?: Array<UserSource> | null | undefined;
  /** Any of these values. */
  status?: Array<UserStatus> | null | undefined;
  /** Any of these values. */
  type?: Array<UserType> | null | undefined;
  /** Has an active token or consent for this application. */
  usesApplicationId?: string | null | undefined;
};

/** Sort order. Ties are ordered by id. */
export type UserOrder = {
  /** Sort direction. */
  direction?: OrderDirection;
  /** Field to sort by. */
  field: UserOrderField;
};

/** Field to sort by. */
export type UserOrderField =
  /** When the user was created. */
  | 'CREATED_AT'
  /** Last sign-in. Users who have never signed in sort as earliest. */
  | 'LAST_LOGIN_AT'
  /** The username. */
  | 'USERNAME';

/** Where a user record is managed. */
export type UserSource =
  /** Managed by an external source. Fields owned by that source cannot be changed here. */
  | 'EXTERNAL'
  /** Managed in this service. */
  | 'LOCAL';

/** Lifecycle status of a user. */
export type UserStatus =
  /** Can sign in. */
  | 'ACTIVE'
  /** Disabled: sign-ins are refused and everything that was issued to the user is invalid. */
  | 'DISABLED'
  /** Invited, but has not accepted yet. Cannot sign in. */
  | 'INVITED'
  /** Registered, but has not confirmed the e-mail address yet. Cannot sign in. */
  | 'PENDING_CONFIRMATION'
  /** Confirmed, but has not signed in yet. */
  | 'PENDING_LOGIN';

/** Type of user account. */
export type UserType =
  /** A person outside the organization, such as a customer or partner. */
  | 'EXTERNAL'
  /** A member of the organization. */
  | 'INTERNAL'
  /** An account owned by the service itself. It cannot be changed through the API. */
  | 'INTERNAL_SERVICE_ACCOUNT'
  /** A non-human account for automation. */
  | 'SERVICE_ACCOUNT';

export type FindUsersQueryVariables = Exact<{
  filter?: UserFilter | null | undefined;
  orderBy?: UserOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type FindUsersQuery = { users: { totalCount: number, totalCountIsEstimate: boolean, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, username: string, name: string | null, email: string | null, status: UserStatus, type: UserType, version: number, lastLoginAt: string | null }> } };

export type UserDetailQueryVariables = Exact<{
  by: UserBy;
}>;


export type UserDetailQuery = { user: { path: string, attributes: Record<string, unknown>, source: UserSource, emailVerified: boolean, createdAt: string, updatedAt: string, disabledAt: string | null, disabledReason: string | null, id: string, username: string, name: string | null, email: string | null, status: UserStatus, type: UserType, version: number, lastLoginAt: string | null, groups: Array<{ id: string, name: string }>, effectiveRoles: Array<{ role: { id: string, name: string } }>, sessions: { totalCount: number, nodes: Array<{ id: string, status: SessionStatus, current: boolean, platform: Platform, os: string | null, browser: string | null, ip: string | null, location: string | null, createdAt: string, lastSeenAt: string, expiresAt: string, endedAt: string | null, endReason: EndReason | null }> }, devices: { totalCount: number, nodes: Array<{ id: string, status: DeviceLinkStatus, connectedAt: string, lastSeenAt: string, endedAt: string | null, mobileAuthentication: { enabled: boolean }, pushAuthentication: { enabled: boolean }, device: { id: string, name: string, platform: Platform, model: string | null, osVersion: string | null, appVersion: string | null } | null }> }, consents: { totalCount: number, nodes: Array<{ id: string, status: ConsentStatus, scopes: Array<string>, createdAt: string, expiresAt: string | null, revokedAt: string | null, application: { id: string, name: string } | null }> }, authenticators: Array<{ id: string, kind: AuthenticatorKind, name: string, status: AuthenticatorStatus }>, viewerCanDisable: { allowed: boolean, code: RefusalCode | null }, viewerCanEnable: { allowed: boolean, code: RefusalCode | null } } | null };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser: { user: { id: string, username: string, name: string | null, email: string | null, status: UserStatus, type: UserType, version: number, lastLoginAt: string | null } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type DisableUserMutationVariables = Exact<{
  input: DisableUserInput;
}>;


export type DisableUserMutation = { disableUser: { user: { id: string, username: string, name: string | null, email: string | null, status: UserStatus, type: UserType, version: number, lastLoginAt: string | null } | null, revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type EnableUserMutationVariables = Exact<{
  input: EnableUserInput;
}>;


export type EnableUserMutation = { enableUser: { user: { id: string, username: string, name: string | null, email: string | null, status: UserStatus, type: UserType, version: number, lastLoginAt: string | null } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RevokeSessionsMutationVariables = Exact<{
  input: RevokeSessionsInput;
}>;


export type RevokeSessionsMutation = { revokeSessions: { results: Array<{ id: string, changed: boolean, errors: Array<
        | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
        | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
      > }> | null, revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type DisconnectDeviceMutationVariables = Exact<{
  input: DisconnectDeviceInput;
}>;


export type DisconnectDeviceMutation = { disconnectDevice: { deviceLink: { id: string, status: DeviceLinkStatus, connectedAt: string, lastSeenAt: string, endedAt: string | null, mobileAuthentication: { enabled: boolean }, pushAuthentication: { enabled: boolean }, device: { id: string, name: string, platform: Platform, model: string | null, osVersion: string | null, appVersion: string | null } | null } | null, revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type ReceiptItemsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReceiptItemsQuery = { revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, user: { id: string, username: string } | null, items: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ type: RevocationItemType, itemId: string, user: { id: string, username: string } | null, object:
          | { __typename: 'AccessGrant', id: string }
          | { __typename: 'Application', id: string }
          | { __typename: 'ApplicationVersion', id: string }
          | { __typename: 'Authenticator', id: string }
          | { __typename: 'Consent', id: string, consentStatus: ConsentStatus }
          | { __typename: 'Device', id: string }
          | { __typename: 'DeviceLink', id: string, deviceLinkStatus: DeviceLinkStatus }
          | { __typename: 'Event', id: string }
          | { __typename: 'Group', id: string }
          | { __typename: 'Import', id: string }
          | { __typename: 'Invitation', id: string }
          | { __typename: 'Mail', id: string }
          | { __typename: 'Revocation', id: string }
          | { __typename: 'Role', id: string }
          | { __typename: 'Session', id: string, sessionStatus: SessionStatus }
          | { __typename: 'Token', id: string, tokenStatus: TokenStatus }
          | { __typename: 'TokenFamily', id: string }
          | { __typename: 'User', username: string, id: string, userStatus: UserStatus }
         | null }> }, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null };

export type ApplicationsQueryVariables = Exact<{
  filter?: ApplicationFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ApplicationsQuery = { applications: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string, clientId: string, kind: ApplicationKind, status: ApplicationStatus, scopes: Array<string>, redirectUris: Array<string>, firstParty: boolean, version: number }> } };

export type EventsQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type EventsQuery = { events: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, type: EventType, outcome: EventOutcome, occurredAt: string, ip: string | null, actor:
        | { __typename: 'Application', id: string, name: string }
        | { __typename: 'User', id: string, username: string }
       | null, user: { id: string, username: string } | null, revocation: { id: string } | null }> } };

export type ExplainTokenQueryVariables = Exact<{
  id: string;
}>;


export type ExplainTokenQuery = { explainToken: { live: boolean, broken: Array<{ kind: TokenLinkKind, reason: EndReason | null, since: string | null, revocation: { id: string } | null }>, token: { id: string, kind: TokenKind, name: string | null, status: TokenStatus, scopes: Array<string>, createdAt: string, expiresAt: string, lastUsedAt: string | null, revokedAt: string | null, endReason: EndReason | null, user: { id: string, username: string } | null, session: { id: string } | null, application: { id: string, name: string } | null } } | null };

export type ExplainTokenValueMutationVariables = Exact<{
  input: ExplainTokenInput;
}>;


export type ExplainTokenValueMutation = { explainToken: { explanation: { live: boolean, broken: Array<{ kind: TokenLinkKind, reason: EndReason | null, since: string | null, revocation: { id: string } | null }>, token: { id: string, kind: TokenKind, name: string | null, status: TokenStatus, scopes: Array<string>, createdAt: string, expiresAt: string, lastUsedAt: string | null, revokedAt: string | null, endReason: EndReason | null, user: { id: string, username: string } | null, session: { id: string } | null, application: { id: string, name: string } | null } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type ExplanationFragment = { live: boolean, broken: Array<{ kind: TokenLinkKind, reason: EndReason | null, since: string | null, revocation: { id: string } | null }>, token: { id: string, kind: TokenKind, name: string | null, status: TokenStatus, scopes: Array<string>, createdAt: string, expiresAt: string, lastUsedAt: string | null, revokedAt: string | null, endReason: EndReason | null, user: { id: string, username: string } | null, session: { id: string } | null, application: { id: string, name: string } | null } };

type Problem_AffectedUsersChanged_Fragment = { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> };

type Problem_CountMismatch_Fragment = { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null };

type Problem_OperationRefused_Fragment = { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_PlanDrifted_Fragment = { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_VersionConflict_Fragment = { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null };

export type ProblemFragment =
  | Problem_AffectedUsersChanged_Fragment
  | Problem_CountMismatch_Fragment
  | Problem_OperationRefused_Fragment
  | Problem_PlanDrifted_Fragment
  | Problem_VersionConflict_Fragment
;

export type ReceiptFragment = { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } };

export type UserSummaryFragment = { id: string, username: string, name: string | null, email: string | null, status: UserStatus, type: UserType, version: number, lastLoginAt: string | null };

export type SessionSummaryFragment = { id: string, status: SessionStatus, current: boolean, platform: Platform, os: string | null, browser: string | null, ip: string | null, location: string | null, createdAt: string, lastSeenAt: string, expiresAt: string, endedAt: string | null, endReason: EndReason | null };

export type DeviceLinkSummaryFragment = { id: string, status: DeviceLinkStatus, connectedAt: string, lastSeenAt: string, endedAt: string | null, mobileAuthentication: { enabled: boolean }, pushAuthentication: { enabled: boolean }, device: { id: string, name: string, platform: Platform, model: string | null, osVersion: string | null, appVersion: string | null } | null };

export type ConsentSummaryFragment = { id: string, status: ConsentStatus, scopes: Array<string>, createdAt: string, expiresAt: string | null, revokedAt: string | null, application: { id: string, name: string } | null };

export type TokenSummaryFragment = { id: string, kind: TokenKind, name: string | null, status: TokenStatus, scopes: Array<string>, createdAt: string, expiresAt: string, lastUsedAt: string | null, revokedAt: string | null, endReason: EndReason | null, application: { id: string, name: string } | null };

export type PageFragment = { hasNextPage: boolean, endCursor: string | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, kind: PrincipalKind, scopes: Array<string>, permissions: Array<Permission>, session: { id: string } | null, application: { id: string, name: string }, user: { id: string, username: string, name: string | null, email: string | null, status: UserStatus, type: UserType, version: number, lastLoginAt: string | null } | null } | null };

export type MySessionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  active?: boolean | null | undefined;
}>;


export type MySessionsQuery = { viewer: { id: string, user: { id: string, sessions: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, status: SessionStatus, current: boolean, platform: Platform, os: string | null, browser: string | null, ip: string | null, location: string | null, createdAt: string, lastSeenAt: string, expiresAt: string, endedAt: string | null, endReason: EndReason | null }> } } | null } | null };

export type MyDevicesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  active?: boolean | null | undefined;
}>;


export type MyDevicesQuery = { viewer: { id: string, user: { id: string, devices: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, status: DeviceLinkStatus, connectedAt: string, lastSeenAt: string, endedAt: string | null, mobileAuthentication: { enabled: boolean }, pushAuthentication: { enabled: boolean }, device: { id: string, name: string, platform: Platform, model: string | null, osVersion: string | null, appVersion: string | null } | null }> } } | null } | null };

export type MyConsentsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  active?: boolean | null | undefined;
}>;


export type MyConsentsQuery = { viewer: { id: string, user: { id: string, consents: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, status: ConsentStatus, scopes: Array<string>, createdAt: string, expiresAt: string | null, revokedAt: string | null, application: { id: string, name: string } | null }> } } | null } | null };

export type MyTokensQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  active?: boolean | null | undefined;
  filter?: TokenFilter | null | undefined;
}>;


export type MyTokensQuery = { viewer: { id: string, user: { id: string, tokens: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, kind: TokenKind, name: string | null, status: TokenStatus, scopes: Array<string>, createdAt: string, expiresAt: string, lastUsedAt: string | null, revokedAt: string | null, endReason: EndReason | null, application: { id: string, name: string } | null }> } } | null } | null };

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = { revokeSession: { session: { id: string, status: SessionStatus, current: boolean, platform: Platform, os: string | null, browser: string | null, ip: string | null, location: string | null, createdAt: string, lastSeenAt: string, expiresAt: string, endedAt: string | null, endReason: EndReason | null } | null, revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RevokeTokenMutationVariables = Exact<{
  input: RevokeTokenInput;
}>;


export type RevokeTokenMutation = { revokeToken: { token: { id: string, kind: TokenKind, name: string | null, status: TokenStatus, scopes: Array<string>, createdAt: string, expiresAt: string, lastUsedAt: string | null, revokedAt: string | null, endReason: EndReason | null, application: { id: string, name: string } | null } | null, revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RevokeConsentMutationVariables = Exact<{
  input: RevokeConsentInput;
}>;


export type RevokeConsentMutation = { revokeConsent: { consent: { id: string, status: ConsentStatus, scopes: Array<string>, createdAt: string, expiresAt: string | null, revokedAt: string | null, application: { id: string, name: string } | null } | null, revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RemoveMyDeviceMutationVariables = Exact<{
  input: RemoveMyDeviceInput;
}>;


export type RemoveMyDeviceMutation = { removeMyDevice: { removedDeviceId: string | null, deviceDeleted: boolean | null, deviceLink: { id: string, status: DeviceLinkStatus, connectedAt: string, lastSeenAt: string, endedAt: string | null, mobileAuthentication: { enabled: boolean }, pushAuthentication: { enabled: boolean }, device: { id: string, name: string, platform: Platform, model: string | null, osVersion: string | null, appVersion: string | null } | null } | null, revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RevokeAllSessionsMutationVariables = Exact<{
  input: RevokeAllSessionsInput;
}>;


export type RevokeAllSessionsMutation = { revokeAllSessions: { user: { id: string, sessions: { totalCount: number, nodes: Array<{ id: string, status: SessionStatus, current: boolean, platform: Platform, os: string | null, browser: string | null, ip: string | null, location: string | null, createdAt: string, lastSeenAt: string, expiresAt: string, endedAt: string | null, endReason: EndReason | null }> } } | null, revocation: { id: string, action: string, reason: string | null, requestedAt: string, dryRun: boolean, replayed: boolean, counts: { users: number, deviceLinks: number, devices: number, sessions: number, accessTokens: number, refreshTokens: number, apiTokens: number, accessGrants: number, consents: number, authenticators: number } } | null, errors: Array<
      | { __typename: 'AffectedUsersChanged', code: ErrorCode, message: string, path: Array<string> | null, users: Array<{ id: string, username: string }> }
      | { __typename: 'CountMismatch', actual: number, code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationRefused', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'PlanDrifted', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'VersionConflict', current: number, code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export const TokenSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<TokenSummaryFragment, unknown>;
export const ExplanationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Explanation"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenExplanation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"live"}},{"kind":"Field","name":{"kind":"Name","value":"broken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TokenSummary"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ExplanationFragment, unknown>;
export const ProblemFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<ProblemFragment, unknown>;
export const ReceiptFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}}]} as unknown as DocumentNode<ReceiptFragment, unknown>;
export const UserSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}}]}}]} as unknown as DocumentNode<UserSummaryFragment, unknown>;
export const SessionSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"current"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"os"}},{"kind":"Field","name":{"kind":"Name","value":"browser"}},{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}}]}}]} as unknown as DocumentNode<SessionSummaryFragment, unknown>;
export const DeviceLinkSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceLinkSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"connectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mobileAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"osVersion"}},{"kind":"Field","name":{"kind":"Name","value":"appVersion"}}]}}]}}]} as unknown as DocumentNode<DeviceLinkSummaryFragment, unknown>;
export const ConsentSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConsentSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Consent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ConsentSummaryFragment, unknown>;
export const PageFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]} as unknown as DocumentNode<PageFragment, unknown>;
export const FindUsersDocument = {"__meta__":{"text":"query FindUsers($filter: UserFilter, $orderBy: UserOrder, $first: Int = 20, $after: String) {\n  users(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    totalCount\n    totalCountIsEstimate\n    pageInfo {\n      ...Page\n    }\n    nodes {\n      ...UserSummary\n    }\n  }\n}\n\nfragment Page on PageInfo {\n  hasNextPage\n  endCursor\n}\n\nfragment UserSummary on User {\n  id\n  username\n  name\n  email\n  status\n  type\n  version\n  lastLoginAt\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FindUsers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totalCountIsEstimate"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Page"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}}]}}]} as unknown as DocumentNode<FindUsersQuery, FindUsersQueryVariables>;
export const UserDetailDocument = {"__meta__":{"text":"query UserDetail($by: UserBy!) {\n  user(by: $by) {\n    ...UserSummary\n    path\n    attributes\n    source\n    emailVerified\n    createdAt\n    updatedAt\n    disabledAt\n    disabledReason\n    groups {\n      id\n      name\n    }\n    effectiveRoles {\n      role {\n        id\n        name\n      }\n    }\n    sessions(first: 20, active: true) {\n      totalCount\n      nodes {\n        ...SessionSummary\n      }\n    }\n    devices(first: 20) {\n      totalCount\n      nodes {\n        ...DeviceLinkSummary\n      }\n    }\n    consents(first: 20) {\n      totalCount\n      nodes {\n        ...ConsentSummary\n      }\n    }\n    authenticators {\n      id\n      kind\n      name\n      status\n    }\n    viewerCanDisable {\n      allowed\n      code\n    }\n    viewerCanEnable {\n      allowed\n      code\n    }\n  }\n}\n\nfragment UserSummary on User {\n  id\n  username\n  name\n  email\n  status\n  type\n  version\n  lastLoginAt\n}\n\nfragment SessionSummary on Session {\n  id\n  status\n  current\n  platform\n  os\n  browser\n  ip\n  location\n  createdAt\n  lastSeenAt\n  expiresAt\n  endedAt\n  endReason\n}\n\nfragment DeviceLinkSummary on DeviceLink {\n  id\n  status\n  connectedAt\n  lastSeenAt\n  endedAt\n  mobileAuthentication {\n    enabled\n  }\n  pushAuthentication {\n    enabled\n  }\n  device {\n    id\n    name\n    platform\n    model\n    osVersion\n    appVersion\n  }\n}\n\nfragment ConsentSummary on Consent {\n  id\n  status\n  scopes\n  createdAt\n  expiresAt\n  revokedAt\n  application {\n    id\n    name\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UserDetail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UserBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserSummary"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"attributes"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"emailVerified"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledReason"}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"effectiveRoles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"active"},"value":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionSummary"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceLinkSummary"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"consents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConsentSummary"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"viewerCanDisable"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"viewerCanEnable"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"current"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"os"}},{"kind":"Field","name":{"kind":"Name","value":"browser"}},{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceLinkSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"connectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mobileAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"osVersion"}},{"kind":"Field","name":{"kind":"Name","value":"appVersion"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConsentSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Consent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<UserDetailQuery, UserDetailQueryVariables>;
export const CreateUserDocument = {"__meta__":{"text":"mutation CreateUser($input: CreateUserInput!) {\n  createUser(input: $input) {\n    user {\n      ...UserSummary\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment UserSummary on User {\n  id\n  username\n  name\n  email\n  status\n  type\n  version\n  lastLoginAt\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<CreateUserMutation, CreateUserMutationVariables>;
export const DisableUserDocument = {"__meta__":{"text":"mutation DisableUser($input: DisableUserInput!) {\n  disableUser(input: $input) {\n    user {\n      ...UserSummary\n    }\n    revocation {\n      ...Receipt\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment UserSummary on User {\n  id\n  username\n  name\n  email\n  status\n  type\n  version\n  lastLoginAt\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DisableUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DisableUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"disableUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<DisableUserMutation, DisableUserMutationVariables>;
export const EnableUserDocument = {"__meta__":{"text":"mutation EnableUser($input: EnableUserInput!) {\n  enableUser(input: $input) {\n    user {\n      ...UserSummary\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment UserSummary on User {\n  id\n  username\n  name\n  email\n  status\n  type\n  version\n  lastLoginAt\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EnableUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EnableUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enableUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<EnableUserMutation, EnableUserMutationVariables>;
export const RevokeSessionsDocument = {"__meta__":{"text":"mutation RevokeSessions($input: RevokeSessionsInput!) {\n  revokeSessions(input: $input) {\n    results {\n      id\n      changed\n      errors {\n        ...Problem\n      }\n    }\n    revocation {\n      ...Receipt\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}}]} as unknown as DocumentNode<RevokeSessionsMutation, RevokeSessionsMutationVariables>;
export const DisconnectDeviceDocument = {"__meta__":{"text":"mutation DisconnectDevice($input: DisconnectDeviceInput!) {\n  disconnectDevice(input: $input) {\n    deviceLink {\n      ...DeviceLinkSummary\n    }\n    revocation {\n      ...Receipt\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment DeviceLinkSummary on DeviceLink {\n  id\n  status\n  connectedAt\n  lastSeenAt\n  endedAt\n  mobileAuthentication {\n    enabled\n  }\n  pushAuthentication {\n    enabled\n  }\n  device {\n    id\n    name\n    platform\n    model\n    osVersion\n    appVersion\n  }\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DisconnectDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DisconnectDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"disconnectDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceLink"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceLinkSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceLinkSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"connectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mobileAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"osVersion"}},{"kind":"Field","name":{"kind":"Name","value":"appVersion"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<DisconnectDeviceMutation, DisconnectDeviceMutationVariables>;
export const ReceiptItemsDocument = {"__meta__":{"text":"query ReceiptItems($id: ID!, $first: Int = 100, $after: String) {\n  revocation(id: $id) {\n    ...Receipt\n    user {\n      id\n      username\n    }\n    items(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        ...Page\n      }\n      nodes {\n        type\n        itemId\n        user {\n          id\n          username\n        }\n        object {\n          __typename\n          id\n          ... on Session {\n            sessionStatus: status\n          }\n          ... on Token {\n            tokenStatus: status\n          }\n          ... on Consent {\n            consentStatus: status\n          }\n          ... on DeviceLink {\n            deviceLinkStatus: status\n          }\n          ... on User {\n            username\n            userStatus: status\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}\n\nfragment Page on PageInfo {\n  hasNextPage\n  endCursor\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReceiptItems"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"100"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revocation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Page"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"itemId"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"object"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"sessionStatus"},"name":{"kind":"Name","value":"status"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"tokenStatus"},"name":{"kind":"Name","value":"status"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Consent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"consentStatus"},"name":{"kind":"Name","value":"status"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"deviceLinkStatus"},"name":{"kind":"Name","value":"status"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","alias":{"kind":"Name","value":"userStatus"},"name":{"kind":"Name","value":"status"}}]}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]} as unknown as DocumentNode<ReceiptItemsQuery, ReceiptItemsQueryVariables>;
export const ApplicationsDocument = {"__meta__":{"text":"query Applications($filter: ApplicationFilter, $first: Int = 50, $after: String) {\n  applications(filter: $filter, first: $first, after: $after) {\n    totalCount\n    pageInfo {\n      ...Page\n    }\n    nodes {\n      id\n      name\n      clientId\n      kind\n      status\n      scopes\n      redirectUris\n      firstParty\n      version\n    }\n  }\n}\n\nfragment Page on PageInfo {\n  hasNextPage\n  endCursor\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Applications"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApplicationFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Page"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"redirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"firstParty"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]} as unknown as DocumentNode<ApplicationsQuery, ApplicationsQueryVariables>;
export const EventsDocument = {"__meta__":{"text":"query Events($filter: EventFilter, $first: Int = 50, $after: String) {\n  events(filter: $filter, first: $first, after: $after) {\n    pageInfo {\n      ...Page\n    }\n    nodes {\n      id\n      type\n      outcome\n      occurredAt\n      ip\n      actor {\n        __typename\n        ... on User {\n          id\n          username\n        }\n        ... on Application {\n          id\n          name\n        }\n      }\n      user {\n        id\n        username\n      }\n      revocation {\n        id\n      }\n    }\n  }\n}\n\nfragment Page on PageInfo {\n  hasNextPage\n  endCursor\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Events"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Page"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Application"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]} as unknown as DocumentNode<EventsQuery, EventsQueryVariables>;
export const ExplainTokenDocument = {"__meta__":{"text":"query ExplainToken($id: ID!) {\n  explainToken(id: $id) {\n    ...Explanation\n  }\n}\n\nfragment TokenSummary on Token {\n  id\n  kind\n  name\n  status\n  scopes\n  createdAt\n  expiresAt\n  lastUsedAt\n  revokedAt\n  endReason\n  application {\n    id\n    name\n  }\n}\n\nfragment Explanation on TokenExplanation {\n  live\n  broken {\n    kind\n    reason\n    since\n    revocation {\n      id\n    }\n  }\n  token {\n    ...TokenSummary\n    user {\n      id\n      username\n    }\n    session {\n      id\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplainToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"explainToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Explanation"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Explanation"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenExplanation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"live"}},{"kind":"Field","name":{"kind":"Name","value":"broken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TokenSummary"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<ExplainTokenQuery, ExplainTokenQueryVariables>;
export const ExplainTokenValueDocument = {"__meta__":{"text":"mutation ExplainTokenValue($input: ExplainTokenInput!) {\n  explainToken(input: $input) {\n    explanation {\n      ...Explanation\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment TokenSummary on Token {\n  id\n  kind\n  name\n  status\n  scopes\n  createdAt\n  expiresAt\n  lastUsedAt\n  revokedAt\n  endReason\n  application {\n    id\n    name\n  }\n}\n\nfragment Explanation on TokenExplanation {\n  live\n  broken {\n    kind\n    reason\n    since\n    revocation {\n      id\n    }\n  }\n  token {\n    ...TokenSummary\n    user {\n      id\n      username\n    }\n    session {\n      id\n    }\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExplainTokenValue"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExplainTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"explainToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"explanation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Explanation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Explanation"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenExplanation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"live"}},{"kind":"Field","name":{"kind":"Name","value":"broken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TokenSummary"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<ExplainTokenValueMutation, ExplainTokenValueMutationVariables>;
export const ViewerDocument = {"__meta__":{"text":"query Viewer {\n  viewer {\n    id\n    kind\n    scopes\n    permissions\n    session {\n      id\n    }\n    application {\n      id\n      name\n    }\n    user {\n      ...UserSummary\n    }\n  }\n}\n\nfragment UserSummary on User {\n  id\n  username\n  name\n  email\n  status\n  type\n  version\n  lastLoginAt\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const MySessionsDocument = {"__meta__":{"text":"query MySessions($first: Int = 50, $after: String, $active: Boolean = true) {\n  viewer {\n    id\n    user {\n      id\n      sessions(first: $first, after: $after, active: $active) {\n        totalCount\n        pageInfo {\n          ...Page\n        }\n        nodes {\n          ...SessionSummary\n        }\n      }\n    }\n  }\n}\n\nfragment Page on PageInfo {\n  hasNextPage\n  endCursor\n}\n\nfragment SessionSummary on Session {\n  id\n  status\n  current\n  platform\n  os\n  browser\n  ip\n  location\n  createdAt\n  lastSeenAt\n  expiresAt\n  endedAt\n  endReason\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MySessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"active"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"active"},"value":{"kind":"Variable","name":{"kind":"Name","value":"active"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Page"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionSummary"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"current"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"os"}},{"kind":"Field","name":{"kind":"Name","value":"browser"}},{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}}]}}]} as unknown as DocumentNode<MySessionsQuery, MySessionsQueryVariables>;
export const MyDevicesDocument = {"__meta__":{"text":"query MyDevices($first: Int = 50, $after: String, $active: Boolean = true) {\n  viewer {\n    id\n    user {\n      id\n      devices(first: $first, after: $after, active: $active) {\n        totalCount\n        pageInfo {\n          ...Page\n        }\n        nodes {\n          ...DeviceLinkSummary\n        }\n      }\n    }\n  }\n}\n\nfragment Page on PageInfo {\n  hasNextPage\n  endCursor\n}\n\nfragment DeviceLinkSummary on DeviceLink {\n  id\n  status\n  connectedAt\n  lastSeenAt\n  endedAt\n  mobileAuthentication {\n    enabled\n  }\n  pushAuthentication {\n    enabled\n  }\n  device {\n    id\n    name\n    platform\n    model\n    osVersion\n    appVersion\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"active"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"active"},"value":{"kind":"Variable","name":{"kind":"Name","value":"active"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Page"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceLinkSummary"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceLinkSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"connectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mobileAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"osVersion"}},{"kind":"Field","name":{"kind":"Name","value":"appVersion"}}]}}]}}]} as unknown as DocumentNode<MyDevicesQuery, MyDevicesQueryVariables>;
export const MyConsentsDocument = {"__meta__":{"text":"query MyConsents($first: Int = 50, $after: String, $active: Boolean = true) {\n  viewer {\n    id\n    user {\n      id\n      consents(first: $first, after: $after, active: $active) {\n        totalCount\n        pageInfo {\n          ...Page\n        }\n        nodes {\n          ...ConsentSummary\n        }\n      }\n    }\n  }\n}\n\nfragment Page on PageInfo {\n  hasNextPage\n  endCursor\n}\n\nfragment ConsentSummary on Consent {\n  id\n  status\n  scopes\n  createdAt\n  expiresAt\n  revokedAt\n  application {\n    id\n    name\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyConsents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"active"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"consents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"active"},"value":{"kind":"Variable","name":{"kind":"Name","value":"active"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Page"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConsentSummary"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConsentSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Consent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<MyConsentsQuery, MyConsentsQueryVariables>;
export const MyTokensDocument = {"__meta__":{"text":"query MyTokens($first: Int = 50, $after: String, $active: Boolean = true, $filter: TokenFilter) {\n  viewer {\n    id\n    user {\n      id\n      tokens(first: $first, after: $after, active: $active, filter: $filter) {\n        totalCount\n        pageInfo {\n          ...Page\n        }\n        nodes {\n          ...TokenSummary\n        }\n      }\n    }\n  }\n}\n\nfragment Page on PageInfo {\n  hasNextPage\n  endCursor\n}\n\nfragment TokenSummary on Token {\n  id\n  kind\n  name\n  status\n  scopes\n  createdAt\n  expiresAt\n  lastUsedAt\n  revokedAt\n  endReason\n  application {\n    id\n    name\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyTokens"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"active"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":true}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TokenFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"active"},"value":{"kind":"Variable","name":{"kind":"Name","value":"active"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Page"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TokenSummary"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Page"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<MyTokensQuery, MyTokensQueryVariables>;
export const RevokeSessionDocument = {"__meta__":{"text":"mutation RevokeSession($input: RevokeSessionInput!) {\n  revokeSession(input: $input) {\n    session {\n      ...SessionSummary\n    }\n    revocation {\n      ...Receipt\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment SessionSummary on Session {\n  id\n  status\n  current\n  platform\n  os\n  browser\n  ip\n  location\n  createdAt\n  lastSeenAt\n  expiresAt\n  endedAt\n  endReason\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"current"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"os"}},{"kind":"Field","name":{"kind":"Name","value":"browser"}},{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const RevokeTokenDocument = {"__meta__":{"text":"mutation RevokeToken($input: RevokeTokenInput!) {\n  revokeToken(input: $input) {\n    token {\n      ...TokenSummary\n    }\n    revocation {\n      ...Receipt\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment TokenSummary on Token {\n  id\n  kind\n  name\n  status\n  scopes\n  createdAt\n  expiresAt\n  lastUsedAt\n  revokedAt\n  endReason\n  application {\n    id\n    name\n  }\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TokenSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<RevokeTokenMutation, RevokeTokenMutationVariables>;
export const RevokeConsentDocument = {"__meta__":{"text":"mutation RevokeConsent($input: RevokeConsentInput!) {\n  revokeConsent(input: $input) {\n    consent {\n      ...ConsentSummary\n    }\n    revocation {\n      ...Receipt\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment ConsentSummary on Consent {\n  id\n  status\n  scopes\n  createdAt\n  expiresAt\n  revokedAt\n  application {\n    id\n    name\n  }\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeConsent"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeConsentInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeConsent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"consent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConsentSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConsentSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Consent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"application"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<RevokeConsentMutation, RevokeConsentMutationVariables>;
export const RemoveMyDeviceDocument = {"__meta__":{"text":"mutation RemoveMyDevice($input: RemoveMyDeviceInput!) {\n  removeMyDevice(input: $input) {\n    deviceLink {\n      ...DeviceLinkSummary\n    }\n    removedDeviceId\n    deviceDeleted\n    revocation {\n      ...Receipt\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment DeviceLinkSummary on DeviceLink {\n  id\n  status\n  connectedAt\n  lastSeenAt\n  endedAt\n  mobileAuthentication {\n    enabled\n  }\n  pushAuthentication {\n    enabled\n  }\n  device {\n    id\n    name\n    platform\n    model\n    osVersion\n    appVersion\n  }\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveMyDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveMyDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeMyDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceLink"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceLinkSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removedDeviceId"}},{"kind":"Field","name":{"kind":"Name","value":"deviceDeleted"}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceLinkSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"connectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mobileAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushAuthentication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"osVersion"}},{"kind":"Field","name":{"kind":"Name","value":"appVersion"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<RemoveMyDeviceMutation, RemoveMyDeviceMutationVariables>;
export const RevokeAllSessionsDocument = {"__meta__":{"text":"mutation RevokeAllSessions($input: RevokeAllSessionsInput!) {\n  revokeAllSessions(input: $input) {\n    user {\n      id\n      sessions(first: 50, active: true) {\n        totalCount\n        nodes {\n          ...SessionSummary\n        }\n      }\n    }\n    revocation {\n      ...Receipt\n    }\n    errors {\n      ...Problem\n    }\n  }\n}\n\nfragment SessionSummary on Session {\n  id\n  status\n  current\n  platform\n  os\n  browser\n  ip\n  location\n  createdAt\n  lastSeenAt\n  expiresAt\n  endedAt\n  endReason\n}\n\nfragment Receipt on Revocation {\n  id\n  action\n  reason\n  requestedAt\n  dryRun\n  replayed\n  counts {\n    users\n    deviceLinks\n    devices\n    sessions\n    accessTokens\n    refreshTokens\n    apiTokens\n    accessGrants\n    consents\n    authenticators\n  }\n}\n\nfragment Problem on MutationError {\n  __typename\n  code\n  message\n  path\n  ... on AffectedUsersChanged {\n    users {\n      id\n      username\n    }\n  }\n  ... on CountMismatch {\n    actual\n  }\n  ... on VersionConflict {\n    current\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeAllSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeAllSessionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeAllSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"active"},"value":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionSummary"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"revocation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"current"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"os"}},{"kind":"Field","name":{"kind":"Name","value":"browser"}},{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endReason"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Revocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"deviceLinks"}},{"kind":"Field","name":{"kind":"Name","value":"devices"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokens"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"}},{"kind":"Field","name":{"kind":"Name","value":"apiTokens"}},{"kind":"Field","name":{"kind":"Name","value":"accessGrants"}},{"kind":"Field","name":{"kind":"Name","value":"consents"}},{"kind":"Field","name":{"kind":"Name","value":"authenticators"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AffectedUsersChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CountMismatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]} as unknown as DocumentNode<RevokeAllSessionsMutation, RevokeAllSessionsMutationVariables>;
