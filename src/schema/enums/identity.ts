/** Enums of users, callers and their off-boarding. */
import { describedEnum, type EnumValue } from './described-enum';

export const UserStatus = describedEnum('UserStatus', 'Lifecycle status of a user.', {
  INVITED: 'Invited, but has not accepted yet. Cannot sign in.',
  PENDING_CONFIRMATION: 'Registered, but has not confirmed the e-mail address yet. Cannot sign in.',
  PENDING_LOGIN: 'Confirmed, but has not signed in yet.',
  ACTIVE: 'Can sign in.',
  DISABLED: 'Disabled: sign-ins are refused and everything that was issued to the user is invalid.',
});
export type UserStatus = EnumValue<typeof UserStatus>;

export const UserType = describedEnum('UserType', 'Type of user account.', {
  INTERNAL: 'A member of the organization.',
  EXTERNAL: 'A person outside the organization, such as a customer or partner.',
  SERVICE_ACCOUNT: 'A non-human account for automation.',
  INTERNAL_SERVICE_ACCOUNT: 'An account owned by the service itself. It cannot be changed through the API.',
});
export type UserType = EnumValue<typeof UserType>;

export const UserSource = describedEnum('UserSource', 'Where a user record is managed.', {
  LOCAL: 'Managed in this service.',
  EXTERNAL: 'Managed by an external source. Fields owned by that source cannot be changed here.',
});
export type UserSource = EnumValue<typeof UserSource>;

export const PrincipalKind = describedEnum('PrincipalKind', 'Type of caller.', {
  USER: 'A user.',
  SERVICE: 'A client with its own credentials.',
});
export type PrincipalKind = EnumValue<typeof PrincipalKind>;

export const OffboardingAction = describedEnum('OffboardingAction', 'What happens to the user.', {
  DISABLE: 'Disables the user, like `disableUser`.',
  DELETE: 'Permanently deletes the user, like `deleteUser`, even if the user is not disabled.',
});
export type OffboardingAction = EnumValue<typeof OffboardingAction>;

export const InvitationStatus = describedEnum('InvitationStatus', 'Status of an invitation.', {
  PENDING: 'It can be accepted.',
  ACCEPTED: 'It was for one person and has been accepted.',
  REVOKED: 'It was revoked.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type InvitationStatus = EnumValue<typeof InvitationStatus>;

export const RequiredAction = describedEnum(
  'RequiredAction',
  'What a user must do at the next sign-in, before it is complete.',
  {
    CHANGE_PASSWORD: 'Choose a new password, after a sign-in with the current one.',
    VERIFY_EMAIL: 'Confirm the e-mail address.',
    ENROLL_FACTOR: 'Set up a second factor, unless the user has one.',
  },
);
export type RequiredAction = EnumValue<typeof RequiredAction>;
